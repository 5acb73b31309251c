package io.zonekeep.bench;

import io.zonekeep.bench.Load.Measured;
import io.zonekeep.client.NewSession;
import io.zonekeep.client.Session;
import io.zonekeep.client.SessionChange;
import io.zonekeep.client.Sessions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;

/** Our {@link Sessions}, without Spring: a number of calls in flight from one thread or two. */
final class CoreSubject implements Subject {
  private static final int FILL_IN_FLIGHT = 64;
  private static final Duration MAX_INACTIVE = Duration.ofHours(1);

  private final Sessions sessions;
  private final SessionContent content;
  private final AtomicLong begun = new AtomicLong();
  private int filled;

  CoreSubject(Sessions sessions, SessionContent content) {
    this.sessions = sessions;
    this.content = content;
  }

  @Override
  public String name() {
    return "Zonekeep Sessions";
  }

  @Override
  public boolean knows(Request request) {
    return true;
  }

  @Override
  public Measured fill(int count) throws InterruptedException {
    filled = count;
    return Load.calls(number -> create(), FILL_IN_FLIGHT, count);
  }

  @Override
  public Measured measure(Request request, int inFlight, Duration duration)
      throws InterruptedException {
    return Load.forDuration(call(request), inFlight, duration);
  }

  @Override
  public Measured repeat(Request request, int count) throws InterruptedException {
    return Load.calls(call(request), 1, count);
  }

  private LongFunction<CompletableFuture<?>> call(Request request) {
    return switch (request) {
      case created -> number -> create();
      case unchanged -> this::load;
      case changed -> number -> load(number).thenCompose(found -> save(number));
      case saved -> this::save;
    };
  }

  private CompletableFuture<Long> create() {
    long number = begun.getAndIncrement();
    Map<String, byte[]> attributes = new HashMap<>();
    content.attributes(number).forEach((name, value) -> attributes.put(name, bytes(name, value)));
    return sessions.createAsync(
        new NewSession(id(number), Optional.of(MAX_INACTIVE), Optional.empty(), attributes));
  }

  private CompletableFuture<Session> load(long number) {
    return sessions.loadAsync(id(number % filled)).thenApply(Optional::orElseThrow);
  }

  private CompletableFuture<Long> save(long number) {
    byte[] value = bytes(SessionContent.CHANGED, content.value(number));
    return sessions.saveAsync(
        id(number % filled), SessionChange.builder().put(SessionContent.CHANGED, value).build());
  }

  private byte[] bytes(String name, String value) {
    return content.serializer().write(name, value);
  }

  /** As long as Spring Session's. */
  private static String id(long number) {
    return "%036d".formatted(number);
  }
}

package io.zonekeep.bench;

import static java.util.Objects.requireNonNull;

import io.zonekeep.bench.Load.Measured;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.springframework.session.Session;
import org.springframework.session.SessionRepository;

/**
 * A repository of Spring Session, called as its servlet filter calls it in a request: find by id,
 * set the last accessed time, change an attribute or not, save. One request a thread.
 */
final class SpringSubject<S extends Session> implements Subject {
  private static final int FILL_THREADS = 64;

  private final String name;
  private final SessionRepository<S> repository;
  private final SessionContent content;
  private final Acknowledgement acknowledgement;
  private final Queue<String> begun = new ConcurrentLinkedQueue<>();
  private List<String> ids = List.of();

  SpringSubject(
      String name,
      SessionRepository<S> repository,
      SessionContent content,
      Acknowledgement acknowledgement) {
    this.name = name;
    this.repository = repository;
    this.content = content;
    this.acknowledgement = acknowledgement;
  }

  /** What is done after each save before the request counts as answered. */
  interface Acknowledgement {
    Acknowledgement OF_SAVE = () -> {};

    /** On a thread, before its first request; what is returned runs after its last. */
    default Runnable begin() {
      return () -> {};
    }

    void await();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean knows(Request request) {
    return request != Request.saved;
  }

  @Override
  public Measured fill(int count) throws InterruptedException {
    begun.clear();
    Measured filled = ThreadLoad.calls(work(Request.created), FILL_THREADS, count);
    ids = List.copyOf(begun);
    return filled;
  }

  @Override
  public Measured measure(Request request, int inFlight, Duration duration)
      throws InterruptedException {
    return ThreadLoad.forDuration(work(request), inFlight, duration);
  }

  @Override
  public Measured repeat(Request request, int count) throws InterruptedException {
    return ThreadLoad.calls(work(request), 1, count);
  }

  private ThreadLoad.Work work(Request request) {
    return new ThreadLoad.Work() {
      @Override
      public Runnable begin() {
        return acknowledgement.begin();
      }

      @Override
      public void call(long number) {
        switch (request) {
          case created -> create(number);
          case unchanged -> save(find(number));
          case changed -> {
            S session = find(number);
            session.setAttribute(SessionContent.CHANGED, content.value(number));
            save(session);
          }
          case saved -> throw new UnsupportedOperationException("a request finds, then saves");
        }
      }
    };
  }

  private void create(long number) {
    S session = repository.createSession();
    content.attributes(number).forEach(session::setAttribute);
    session.setLastAccessedTime(Instant.now());
    save(session);
    begun.add(session.getId());
  }

  private S find(long number) {
    String id = ids.get((int) (number % ids.size()));
    S session = requireNonNull(repository.findById(id), "a session is gone");
    session.setLastAccessedTime(Instant.now());
    return session;
  }

  private void save(S session) {
    repository.save(session);
    acknowledgement.await();
  }
}

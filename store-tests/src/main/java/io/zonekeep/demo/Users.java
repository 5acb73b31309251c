package io.zonekeep.demo;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** A crowd of users, a virtual thread each. Closing it lets each read its cart a last time. */
public final class Users implements AutoCloseable {
  private static final Duration ARRIVAL_MIN = Duration.ofSeconds(2);

  private final Tally tally = new Tally();
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();
  private final List<User> users = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final Duration thinkTime;
  private volatile boolean leaving;

  /**
   * Makes a crowd that comes once it is started.
   *
   * @param thinkTime mean time between an answer and the same user's next request
   */
  public Users(int count, Storefronts shop, Duration thinkTime) {
    this.thinkTime = thinkTime;
    Requests requests = new Requests(http, tally);
    for (int number = 0; number < count; number++) {
      users.add(new User(number, shop.open(number, requests), tally));
    }
  }

  public void start() {
    for (User user : users) {
      threads.add(Thread.ofVirtual().start(() -> stay(user)));
    }
  }

  public Tally tally() {
    return tally;
  }

  @Override
  public void close() {
    leaving = true;
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        threads.forEach(Thread::interrupt);
        break;
      }
    }
    http.shutdownNow();
  }

  private void stay(User user) {
    try {
      // They do not all come at once, as nobody's do.
      long arrivalMillis = Math.max(ARRIVAL_MIN.toMillis(), 2 * thinkTime.toMillis());
      Thread.sleep(ThreadLocalRandom.current().nextLong(arrivalMillis));
      while (!leaving) {
        Thread.sleep(ThreadLocalRandom.current().nextLong(1 + 2 * thinkTime.toMillis()));
        user.act();
      }
      user.leave();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

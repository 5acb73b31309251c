package io.zonekeep.bench;

import io.zonekeep.spring.session.ZonekeepSessionRepository;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Zonekeep and Redis side by side on this machine, and the ways to reach their sessions. */
final class SessionStores implements AutoCloseable {
  /** A way to reach sessions, by the name that the command line has for it. */
  enum Way {
    sessions,
    spring,
    redis,
    wait,
    indexed;

    boolean isOfRedis() {
      return this == redis || this == wait || this == indexed;
    }
  }

  /** One way, and the store at its end. */
  record Entrant(Way way, Subject subject, Store store) {}

  private final BenchCluster zonekeep;
  private final Optional<RedisPair> redis;
  private final Optional<RedisRepositories> repositories;
  private final List<Entrant> entrants = new ArrayList<>();

  private SessionStores(BenchCluster zonekeep, Optional<RedisPair> redis, SessionContent content) {
    this.zonekeep = zonekeep;
    this.redis = redis;
    this.repositories = redis.map(pair -> new RedisRepositories(pair, content));
  }

  /** Starts what these ways need; Redis only if one of them is its. */
  static SessionStores start(Path folder, Collection<Way> ways, SessionContent content) {
    BenchCluster zonekeep = BenchCluster.start(folder.resolve("zonekeep"));
    Optional<RedisPair> redis = Optional.empty();
    try {
      if (ways.stream().anyMatch(Way::isOfRedis)) {
        redis = Optional.of(RedisPair.start(folder.resolve("redis")));
      }
      SessionStores stores = new SessionStores(zonekeep, redis, content);
      ways.forEach(way -> stores.enter(way, content));
      return stores;
    } catch (RuntimeException e) {
      redis.ifPresent(RedisPair::close);
      zonekeep.close();
      throw e;
    }
  }

  BenchCluster zonekeep() {
    return zonekeep;
  }

  Optional<RedisPair> redis() {
    return redis;
  }

  List<Entrant> entrants() {
    return List.copyOf(entrants);
  }

  private void enter(Way way, SessionContent content) {
    Subject subject =
        switch (way) {
          case sessions -> new CoreSubject(zonekeep.client().sessions("core"), content);
          case spring -> spring(content);
          case redis -> repositories.orElseThrow().plain();
          case wait -> repositories.orElseThrow().plainWithWait();
          case indexed -> repositories.orElseThrow().indexed();
        };
    entrants.add(new Entrant(way, subject, way.isOfRedis() ? redis.orElseThrow() : zonekeep));
  }

  private Subject spring(SessionContent content) {
    ZonekeepSessionRepository repository =
        new ZonekeepSessionRepository(zonekeep.client().sessions("spring"), content.serializer());
    repository.setDefaultMaxInactiveInterval(Duration.ofMinutes(30));
    return new SpringSubject<>(
        "Zonekeep Spring", repository, content, SpringSubject.Acknowledgement.OF_SAVE);
  }

  @Override
  public void close() {
    repositories.ifPresent(RedisRepositories::close);
    redis.ifPresent(RedisPair::close);
    zonekeep.close();
  }
}

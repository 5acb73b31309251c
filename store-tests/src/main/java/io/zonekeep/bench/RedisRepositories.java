package io.zonekeep.bench;

import static java.util.Objects.requireNonNull;

import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.zonekeep.spring.session.serializer.AttributeSerializer;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettucePoolingClientConfiguration;
import org.springframework.data.redis.core.RedisConnectionUtils;
import org.springframework.data.redis.core.RedisTemplate;
import org.springframework.data.redis.serializer.RedisSerializer;
import org.springframework.session.data.redis.RedisIndexedSessionRepository;
import org.springframework.session.data.redis.RedisSessionRepository;

/**
 * Spring Session's repositories on Redis, through Lettuce. Without WAIT all threads share one
 * connection, as Spring Boot sets it up. With WAIT each thread has a connection of its own while it
 * works, from a pool: WAIT speaks of the writes of its connection and blocks it.
 */
final class RedisRepositories implements AutoCloseable {
  private static final int CONNECTIONS_MAX = 1_024;
  private static final Duration WAIT_TIMEOUT = Duration.ofSeconds(10);

  private final LettuceConnectionFactory shared;
  private final LettuceConnectionFactory pooled;
  private final SessionContent content;
  private final RedisIndexedSessionRepository indexed;

  RedisRepositories(RedisPair redis, SessionContent content) {
    this.content = content;
    RedisStandaloneConfiguration server =
        new RedisStandaloneConfiguration(RedisServer.HOST, redis.primary().port());
    shared = started(new LettuceConnectionFactory(server));
    pooled = started(new LettuceConnectionFactory(server, pool()));
    indexed = new RedisIndexedSessionRepository(template(shared));
    // The schedule is for sessions whose expiry event came late; none expires here.
    indexed.setCleanupCron("-");
    indexed.setDefaultSerializer(serializer());
    indexed.afterPropertiesSet();
  }

  Subject plain() {
    return new SpringSubject<>(
        "Redis Spring",
        new RedisSessionRepository(template(shared)),
        content,
        SpringSubject.Acknowledgement.OF_SAVE);
  }

  Subject plainWithWait() {
    return new SpringSubject<>(
        "Redis Spring, WAIT 1",
        new RedisSessionRepository(template(pooled)),
        content,
        new Replicated(pooled));
  }

  Subject indexed() {
    return new SpringSubject<>(
        "Redis Spring indexed", indexed, content, SpringSubject.Acknowledgement.OF_SAVE);
  }

  private RedisTemplate<String, Object> template(LettuceConnectionFactory connections) {
    RedisTemplate<String, Object> template = new RedisTemplate<>();
    template.setConnectionFactory(connections);
    template.setKeySerializer(RedisSerializer.string());
    template.setHashKeySerializer(RedisSerializer.string());
    template.setDefaultSerializer(serializer());
    template.afterPropertiesSet();
    return template;
  }

  private RedisSerializer<Object> serializer() {
    return new SameBytes(content.serializer());
  }

  private static LettuceClientConfiguration pool() {
    GenericObjectPoolConfig<StatefulConnection<?, ?>> bounds = new GenericObjectPoolConfig<>();
    bounds.setMaxTotal(CONNECTIONS_MAX);
    bounds.setMaxIdle(CONNECTIONS_MAX);
    return LettucePoolingClientConfiguration.builder().poolConfig(bounds).build();
  }

  private static LettuceConnectionFactory started(LettuceConnectionFactory connections) {
    connections.setShareNativeConnection(
        !(connections.getClientConfiguration() instanceof LettucePoolingClientConfiguration));
    connections.afterPropertiesSet();
    connections.start();
    return connections;
  }

  @Override
  public void close() {
    indexed.destroy();
    pooled.destroy();
    shared.destroy();
  }

  /** Values are the bytes that our repository writes, by the same code. */
  private record SameBytes(AttributeSerializer serializer) implements RedisSerializer<Object> {
    private static final String NAME = "value";
    private static final byte[] NOTHING = {};

    @Override
    public byte[] serialize(@Nullable Object value) {
      return value == null ? NOTHING : serializer.write(NAME, value);
    }

    @Override
    public @Nullable Object deserialize(byte @Nullable [] bytes) {
      return bytes == null || bytes.length == 0 ? null : serializer.read(NAME, bytes);
    }
  }

  /** One WAIT after each save, on the connection that carried it: the replica has it in memory. */
  private record Replicated(LettuceConnectionFactory connections)
      implements SpringSubject.Acknowledgement {
    @Override
    public Runnable begin() {
      var _ = RedisConnectionUtils.bindConnection(connections);
      return () -> RedisConnectionUtils.unbindConnection(connections);
    }

    @Override
    public void await() {
      RedisConnection bound = RedisConnectionUtils.getConnection(connections);
      try {
        long replicas = replicas(commands(bound));
        if (replicas < 1) {
          throw new IllegalStateException("no replica had it within " + WAIT_TIMEOUT);
        }
      } finally {
        RedisConnectionUtils.releaseConnection(bound, connections);
      }
    }

    @SuppressWarnings("unchecked")
    private static RedisAsyncCommands<byte[], byte[]> commands(RedisConnection bound) {
      return (RedisAsyncCommands<byte[], byte[]>)
          requireNonNull(bound.getNativeConnection(), "no connection");
    }

    private static long replicas(RedisAsyncCommands<byte[], byte[]> commands) {
      long millis = WAIT_TIMEOUT.toMillis();
      try {
        return commands.waitForReplication(1, millis).get(2 * millis, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted in WAIT", e);
      } catch (ExecutionException | TimeoutException e) {
        throw new IllegalStateException("WAIT failed", e);
      }
    }
  }
}

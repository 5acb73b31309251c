package io.zonekeep.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.zonekeep.client.ClientMetrics;
import io.zonekeep.client.Cluster;
import io.zonekeep.client.Feed;
import io.zonekeep.client.KeyValue;
import io.zonekeep.client.Sessions;
import io.zonekeep.client.ZonekeepClient;
import io.zonekeep.client.ZonekeepException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;

/** Runs commands in this process against a store made of maps. */
final class CommandFixture implements ZonekeepClient {
  /** What a command left behind. */
  record Run(int code, byte[] outBytes, String err) {
    String out() {
      return new String(outBytes, UTF_8);
    }

    JsonObject json() {
      return JsonParser.parseString(out()).getAsJsonObject();
    }
  }

  final FakeStore store = new FakeStore();
  final FakeSessions sessions = new FakeSessions();
  final FakeFeed feed = new FakeFeed();
  final FakeCluster cluster = new FakeCluster();
  Optional<ZonekeepException> failure = Optional.empty();
  byte[] standardInput = {};
  boolean interactive;
  int closed;
  String target = "";
  String namespace = "";
  Duration timeout = Duration.ZERO;

  Run run(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            new ByteArrayInputStream(standardInput),
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8),
            interactive);
    int code = ZonekeepCommand.run(terminal, this::connect, arguments);
    return new Run(code, out.toByteArray(), err.toString(UTF_8));
  }

  private ZonekeepClient connect(String newTarget, Duration newTimeout) {
    if (!newTarget.startsWith("zonekeep:")) {
      throw new ZonekeepException(
          ZonekeepException.Outcome.NOT_DONE,
          ZonekeepException.Reason.INVALID_ARGUMENT,
          "not a target");
    }
    target = newTarget;
    timeout = newTimeout;
    return this;
  }

  @Override
  public KeyValue keyValue(String newNamespace) {
    namespace = newNamespace;
    failure.ifPresent(known -> {
      throw known;
    });
    return store;
  }

  @Override
  public Sessions sessions(String newNamespace) {
    namespace = newNamespace;
    return sessions;
  }

  @Override
  public Feed feed(String newNamespace) {
    namespace = newNamespace;
    return feed;
  }

  @Override
  public Cluster cluster() {
    return cluster;
  }

  @Override
  public ClientMetrics metrics() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {
    closed++;
  }
}

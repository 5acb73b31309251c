package io.zonekeep.testing;

import io.zonekeep.client.Zonekeep;
import io.zonekeep.client.ZonekeepClient;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * A store of one node for tests, in a process of its own on this machine: on loopback, on ports and
 * a folder of its own, gone after {@link #close} or when this process ends, however it ends. Safe
 * for many threads.
 */
public final class TestStore implements AutoCloseable {
  private final StoreProcess process;
  private final ZonekeepClient client;

  private TestStore(StoreProcess process, ZonekeepClient client) {
    this.process = process;
    this.client = client;
  }

  /** Starts a store; it serves when this returns, after a second or two. */
  public static TestStore start() {
    return start(Map.of());
  }

  /**
   * Starts a store with settings of the server, such as {@code expiry.sweep_interval} = "50ms".
   *
   * @throws IllegalStateException if no Java 25 is found, or a setting is wrong; says which
   */
  public static TestStore start(Map<String, String> settings) {
    StoreProcess process =
        StoreProcess.start(Java25.ofMachine().command(), new TreeMap<>(settings));
    return new TestStore(process, Zonekeep.connect(process.target()));
  }

  /** What the application's client connects to: {@code zonekeep:///127.0.0.1:PORT}. */
  public String target() {
    return process.target();
  }

  /** A client for the test itself; it closes with the store. */
  public ZonekeepClient client() {
    return client;
  }

  /** A namespace that nothing else uses. */
  public String newNamespace() {
    return "test-" + UUID.randomUUID();
  }

  /** The number of its process. */
  public long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    client.close();
    process.close();
  }
}

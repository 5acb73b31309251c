package io.zonekeep.client;

import static io.zonekeep.client.ScriptedCluster.bytes;

import io.zonekeep.v1.PutResponse;
import io.zonekeep.v1.Reply;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Not a test: prints how many calls a second one client makes to a node in the same process that
 * answers at once. Arguments: calls in flight, bytes of a value, seconds.
 */
final class ExchangeSpeed {
  private ExchangeSpeed() {}

  public static void main(String[] arguments) throws InterruptedException {
    int inFlight = Integer.parseInt(arguments[0]);
    byte[] value = new byte[Integer.parseInt(arguments[1])];
    long seconds = Long.parseLong(arguments[2]);
    try (ScriptedNode node = new ScriptedNode("a", new MemoryStore())) {
      node.forgetCalls();
      node.script(call ->
          Reply.newBuilder()
              .setCallId(call.getCallId())
              .setPut(PutResponse.newBuilder().setApplied(true).setVersion(1))
              .build());
      node.state(1, "a");
      try (ZonekeepClient client = Zonekeep.connect(ScriptedNode.target(node))) {
        run(client, inFlight, value, seconds);
        run(client, inFlight, value, seconds);
      }
    }
  }

  private static void run(ZonekeepClient client, int inFlight, byte[] value, long seconds)
      throws InterruptedException {
    KeyValue keys = client.keyValue("test");
    Semaphore room = new Semaphore(inFlight);
    AtomicLong done = new AtomicLong();
    long framesBefore = client.metrics().framesSent();
    long start = System.nanoTime();
    while (System.nanoTime() - start < seconds * 1_000_000_000) {
      room.acquire();
      var unused =
          keys.putAsync(bytes("key"), value, PutOptions.ALWAYS)
              .whenComplete((written, failure) -> {
                done.incrementAndGet();
                room.release();
              });
    }
    double elapsed = (System.nanoTime() - start) / 1e9;
    long frames = client.metrics().framesSent() - framesBefore;
    System.out.printf(
        "%,.0f calls/s, %.1f calls a frame%n", done.get() / elapsed, (double) done.get() / frames);
  }
}

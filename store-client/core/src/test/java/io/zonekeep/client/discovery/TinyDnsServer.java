package io.zonekeep.client.discovery;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** A DNS server on loopback with the records and the faults that a test gives it. */
public final class TinyDnsServer implements AutoCloseable {
  private record Question(String name, int type) {}

  private final DatagramSocket socket;
  private final Map<Question, List<Record>> records = new ConcurrentHashMap<>();
  private final AtomicInteger asked = new AtomicInteger();
  private volatile boolean failing;
  private volatile long delayMillis;

  public TinyDnsServer() throws IOException {
    socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    Thread thread = new Thread(this::serve, "tiny-dns");
    thread.setDaemon(true);
    thread.start();
  }

  public InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort());
  }

  public int asked() {
    return asked.get();
  }

  /** Answers SERVFAIL from now on, or not any more. */
  public void fail(boolean newFailing) {
    failing = newFailing;
  }

  /** Answers late. */
  public void delay(long millis) {
    delayMillis = millis;
  }

  public void addresses(String name, long ttlSeconds, InetAddress... addresses) throws IOException {
    Name absolute = Name.fromString(name + ".");
    records.put(
        new Question(absolute.toString(), Type.A),
        java.util.Arrays.stream(addresses)
            .filter(address -> address.getAddress().length == 4)
            .map(address -> (Record) new ARecord(absolute, DClass.IN, ttlSeconds, address))
            .toList());
    records.put(
        new Question(absolute.toString(), Type.AAAA),
        java.util.Arrays.stream(addresses)
            .filter(address -> address.getAddress().length == 16)
            .map(address -> (Record) new AAAARecord(absolute, DClass.IN, ttlSeconds, address))
            .toList());
  }

  public void services(String name, long ttlSeconds, String host, int... ports) throws IOException {
    Name absolute = Name.fromString("_zonekeep._tcp." + name + ".");
    Name target = Name.fromString(host + ".");
    records.put(
        new Question(absolute.toString(), Type.SRV),
        java.util.Arrays.stream(ports)
            .mapToObj(
                port -> (Record) new SRVRecord(absolute, DClass.IN, ttlSeconds, 0, 0, port, target))
            .toList());
  }

  @Override
  public void close() {
    socket.close();
  }

  private void serve() {
    byte[] buffer = new byte[4096];
    try {
      while (true) {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        socket.receive(packet);
        Message query = new Message(java.util.Arrays.copyOf(buffer, packet.getLength()));
        long delay = delayMillis;
        Thread answer = new Thread(() -> answer(query, packet.getSocketAddress(), delay));
        answer.setDaemon(true);
        answer.start();
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void answer(Message query, java.net.SocketAddress to, long delay) {
    try {
      Thread.sleep(delay);
      asked.incrementAndGet();
      byte[] wire = answerTo(query).toWire();
      socket.send(new DatagramPacket(wire, wire.length, to));
    } catch (IOException | InterruptedException closed) {
      // The test is over.
    }
  }

  private Message answerTo(Message query) {
    Message answer = new Message(query.getHeader().getID());
    answer.getHeader().setFlag(Flags.QR);
    answer.getHeader().setFlag(Flags.RA);
    answer.addRecord(query.getQuestion(), Section.QUESTION);
    String name = query.getQuestion().getName().toString();
    List<Record> found =
        records.getOrDefault(new Question(name, query.getQuestion().getType()), List.of());
    boolean known = records.keySet().stream().anyMatch(question -> question.name().equals(name));
    if (failing) {
      answer.getHeader().setRcode(Rcode.SERVFAIL);
    } else if (!known) {
      answer.getHeader().setRcode(Rcode.NXDOMAIN);
    }
    if (!failing) {
      found.forEach(record -> answer.addRecord(record, Section.ANSWER));
    }
    return answer;
  }
}

package io.zonekeep.server.state;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The form of an {@link Entry} in the log. Safe to use from many threads: a writer's thread encodes
 * its write, the pipeline only puts encoded writes together.
 *
 * <p>Entry: format (1 byte), store time, wall clock, window (milliseconds, results per client,
 * results in all), feed (flag whether keys are recorded, milliseconds, bytes of sessions, bytes of
 * keys, bytes of a last state; format 1 has none), number of writes, writes. Write: flag whether it
 * has an id, the id (client id of 16 bytes, sequence, oldest unanswered, issued at), the command as
 * {@link CommandCodec} has it. Numbers as {@link ByteWriter#number}.
 */
public final class EntryCodec {
  private static final int FORMAT = 2;
  private static final int FORMAT_WITHOUT_FEED = 1;
  private static final int HEADER_BYTES_MAX = 2 + 10 * 10;

  private EntryCodec() {}

  public static byte[] encodeWrite(Write write) {
    ByteWriter out = new ByteWriter(128);
    out.flag(write.id().isPresent());
    if (write.id().isPresent()) {
      encodeId(out, write.id().get());
    }
    CommandCodec.encode(out, write.command());
    return out.toArray();
  }

  /** An entry of writes that {@link #encodeWrite} encoded. */
  public static byte[] assemble(
      long storeTimeMillis,
      long wallMillis,
      DedupeWindow window,
      FeedWindow feed,
      List<byte[]> encodedWrites) {
    int length = HEADER_BYTES_MAX;
    for (byte[] write : encodedWrites) {
      length = Math.addExact(length, write.length);
    }
    ByteWriter out = new ByteWriter(length);
    out.octet(FORMAT).number(storeTimeMillis).number(wallMillis);
    out.number(window.millis()).number(window.resultsPerClient()).number(window.resultsInAll());
    encodeFeed(out, feed);
    out.number(encodedWrites.size());
    encodedWrites.forEach(out::raw);
    return out.toArray();
  }

  /**
   * Reads an entry, from the position to the limit of {@code bytes}, which keeps both.
   *
   * @throws MalformedBytesException if it is none
   */
  public static Entry decode(ByteBuffer bytes) {
    ByteReader in = new ByteReader("log entry", bytes.duplicate());
    int format = in.octet();
    if (format != FORMAT && format != FORMAT_WITHOUT_FEED) {
      throw in.malformed("format " + format + ", this release reads formats 1 to " + FORMAT);
    }
    long storeTimeMillis = in.number();
    long wallMillis = in.number();
    DedupeWindow window = new DedupeWindow(in.number(), in.integer(), in.integer());
    Optional<FeedWindow> feed = format == FORMAT ? Optional.of(decodeFeed(in)) : Optional.empty();
    int count = in.count();
    List<Write> writes = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      writes.add(decodeWrite(in));
    }
    in.end();
    return new Entry(storeTimeMillis, wallMillis, window, feed, writes);
  }

  private static void encodeFeed(ByteWriter out, FeedWindow feed) {
    out.flag(feed.keys())
        .number(feed.millis())
        .number(feed.sessionBytesMax())
        .number(feed.keyBytesMax())
        .number(feed.lastStateBytesMax());
  }

  private static FeedWindow decodeFeed(ByteReader in) {
    return new FeedWindow(in.flag(), in.number(), in.number(), in.number(), in.integer());
  }

  private static Write decodeWrite(ByteReader in) {
    Optional<WriteId> id = in.flag() ? Optional.of(decodeId(in)) : Optional.empty();
    return new Write(id, CommandCodec.decode(in));
  }

  private static void encodeId(ByteWriter out, WriteId id) {
    out.raw(id.clientId()).number(id.sequence());
    out.number(id.oldestUnanswered()).number(id.issuedAtMillis());
  }

  private static WriteId decodeId(ByteReader in) {
    try {
      return new WriteId(in.raw(WriteId.CLIENT_ID_BYTES), in.number(), in.number(), in.number());
    } catch (IllegalArgumentException e) {
      throw in.malformed("write id: " + e.getMessage());
    }
  }
}

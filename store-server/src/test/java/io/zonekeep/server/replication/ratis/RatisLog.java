package io.zonekeep.server.replication.ratis;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.StateMachineLogEntryProto;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftGroupMemberId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.server.RaftServerConfigKeys.Log.CorruptionPolicy;
import org.apache.ratis.server.raftlog.segmented.SegmentedRaftLog;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.server.storage.RaftStorage.StartupOption;
import org.apache.ratis.server.storage.RaftStorageMetadata;
import org.apache.ratis.statemachine.StateMachine;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.util.SizeInBytes;

/** Real logs: written and read by Ratis' own classes, in a folder as a Ratis server has it. */
final class RatisLog {
  static final int SEGMENT_BYTES = 96 << 10;
  static final int PREALLOCATED_BYTES = 32 << 10;

  private static final RaftGroupId GROUP =
      RaftGroupId.valueOf(UUID.fromString("6d1c1d3c-0000-4000-8000-000000000001"));
  private static final RaftPeerId NODE = RaftPeerId.valueOf("a");

  private static final List<CompletableFuture<Void>> CLOSING = new ArrayList<>();

  private RatisLog() {}

  /**
   * Writes a log of a few terms and leaves it as a power cut does: the last segment open, with
   * zeros behind the last record.
   */
  static List<LogEntryProto> write(Path raft, int entries, Random random) throws IOException {
    Path scratch = raft.resolveSibling(raft.getFileName() + ".written");
    List<LogEntryProto> written = new ArrayList<>();
    RaftStorage storage = storage(scratch, StartupOption.FORMAT);
    SegmentedRaftLog log = log(storage);
    log.open(-1, null);
    long term = 1;
    for (long index = 0; index < entries; index++) {
      term += random.nextInt(25) == 0 && index < entries - 20 ? 1 : 0;
      LogEntryProto entry = entry(term, index, random);
      log.appendEntry(entry).join();
      written.add(entry);
    }
    storage.getMetadataFile().persist(RaftStorageMetadata.valueOf(term, NODE));
    copy(scratch, raft);
    log.close();
    storage.close();
    return written;
  }

  /** A log that can be written, until it is closed. */
  record Opened(SegmentedRaftLog log, RaftStorage storage) implements AutoCloseable {
    @Override
    public void close() {
      BoundedClose.close(() -> RatisLog.close(log, storage), Duration.ofSeconds(5));
    }
  }

  /** An empty log in an empty folder, which tells {@code listener} of its syncs. */
  static Opened openNew(Path raft, RaftProperties properties, StateMachine listener)
      throws IOException {
    RaftStorage storage = storage(raft, StartupOption.FORMAT);
    SegmentedRaftLog log = builder(storage, properties).setStateMachine(listener).build();
    log.open(-1, null);
    return new Opened(log, storage);
  }

  /**
   * All entries Ratis has when it starts on this folder; an exception if it refuses. The folder
   * must not be used again.
   */
  static List<LogEntryProto> read(Path raft) throws IOException {
    RaftStorage storage = storage(raft, StartupOption.RECOVER);
    SegmentedRaftLog log = log(storage);
    List<LogEntryProto> entries = new ArrayList<>();
    try {
      log.open(-1, entries::add);
    } finally {
      // Takes a second each time.
      CLOSING.add(
          CompletableFuture.runAsync(() -> close(log, storage), Thread::startVirtualThread));
    }
    return entries;
  }

  /** Waits until nothing that was read is open any more. */
  static void awaitClosed() {
    CLOSING.forEach(CompletableFuture::join);
    CLOSING.clear();
  }

  private static void close(SegmentedRaftLog log, RaftStorage storage) {
    try {
      log.close();
      storage.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> paths = Files.walk(from)) {
      for (Path path : paths.toList()) {
        Path target = to.resolve(from.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(target);
        } else if (!path.endsWith("in_use.lock")) {
          Files.copy(path, target);
        }
      }
    }
  }

  static Path current(Path raft) {
    return raft.resolve(GROUP.getUuid().toString()).resolve("current");
  }

  static LogEntryProto entry(long term, long index, Random random) {
    byte[] content =
        new byte
            [switch (random.nextInt(3)) {
              case 0 -> random.nextInt(40);
              case 1 -> random.nextInt(1000);
              default -> random.nextInt(9000);
            }];
    random.nextBytes(content);
    return LogEntryProto.newBuilder()
        .setTerm(term)
        .setIndex(index)
        .setStateMachineLogEntry(
            StateMachineLogEntryProto.newBuilder().setLogData(ByteString.copyFrom(content)))
        .build();
  }

  private static RaftStorage storage(Path raft, StartupOption option) throws IOException {
    File group = raft.resolve(GROUP.getUuid().toString()).toFile();
    Files.createDirectories(raft);
    RaftStorage storage =
        RaftStorage.newBuilder()
            .setDirectory(group)
            .setOption(option)
            .setLogCorruptionPolicy(CorruptionPolicy.EXCEPTION)
            .setStorageFreeSpaceMin(SizeInBytes.valueOf(0))
            .build();
    storage.initialize();
    return storage;
  }

  private static SegmentedRaftLog log(RaftStorage storage) {
    RaftProperties properties = new RaftProperties();
    RaftServerConfigKeys.Log.setSegmentSizeMax(properties, SizeInBytes.valueOf(SEGMENT_BYTES));
    RaftServerConfigKeys.Log.setPreallocatedSize(
        properties, SizeInBytes.valueOf(PREALLOCATED_BYTES));
    RaftServerConfigKeys.Log.setWriteBufferSize(properties, SizeInBytes.valueOf("64KB"));
    RaftServerConfigKeys.Log.Appender.setBufferByteLimit(properties, SizeInBytes.valueOf("32KB"));
    return builder(storage, properties).build();
  }

  private static SegmentedRaftLog.Builder builder(RaftStorage storage, RaftProperties properties) {
    return SegmentedRaftLog.newBuilder()
        .setMemberId(RaftGroupMemberId.valueOf(NODE, GROUP))
        .setStorage(storage)
        .setSnapshotIndexSupplier(() -> -1)
        .setProperties(properties);
  }
}

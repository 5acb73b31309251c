package io.zonekeep.server.replication.peers;

import com.google.protobuf.UnsafeByteOperations;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.zonekeep.peer.v1.FetchSnapshotResponse;
import io.zonekeep.peer.v1.SnapshotChunk;
import io.zonekeep.peer.v1.SnapshotFile;
import io.zonekeep.peer.v1.SnapshotManifest;
import io.zonekeep.server.replication.peers.SnapshotFolders.HeldSnapshot;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends one snapshot, no faster than the receiver takes it: a few chunks at most wait in memory.
 * Runs on the threads of its call, of which gRPC lets one at a time in.
 */
final class SnapshotSender {
  static final int CHUNK_BYTES = 1 << 20;

  private static final Logger log = LoggerFactory.getLogger(SnapshotSender.class);

  private final HeldSnapshot snapshot;
  private final ServerCallStreamObserver<FetchSnapshotResponse> answer;
  private final List<SnapshotFile> files = new ArrayList<>();
  private int file;
  private long offset;
  private @Nullable FileChannel open;
  private boolean manifestSent;
  private boolean ended;

  private SnapshotSender(
      HeldSnapshot snapshot, ServerCallStreamObserver<FetchSnapshotResponse> answer) {
    this.snapshot = snapshot;
    this.answer = answer;
  }

  static void start(HeldSnapshot snapshot, ServerCallStreamObserver<FetchSnapshotResponse> answer) {
    SnapshotSender sender = new SnapshotSender(snapshot, answer);
    answer.setOnReadyHandler(sender::sendWhileReady);
    answer.setOnCancelHandler(sender::end);
  }

  private void sendWhileReady() {
    try {
      while (!ended && answer.isReady()) {
        sendNext();
      }
    } catch (IOException | RuntimeException e) {
      log.warn("Sending snapshot {} failed", snapshot.folder(), e);
      end();
      if (!answer.isCancelled()) {
        answer.onError(Status.UNAVAILABLE.withDescription(e.toString()).asRuntimeException());
      }
    }
  }

  private void sendNext() throws IOException {
    if (!manifestSent) {
      answer.onNext(manifest());
      manifestSent = true;
      return;
    }
    if (file == files.size()) {
      end();
      answer.onCompleted();
      return;
    }
    if (offset == files.get(file).getLengthBytes()) {
      closeFile();
      file++;
      offset = 0;
      return;
    }
    answer.onNext(chunk());
  }

  private FetchSnapshotResponse manifest() throws IOException {
    List<Path> paths;
    try (Stream<Path> listed = Files.list(snapshot.folder())) {
      paths = listed.sorted().toList();
    }
    for (Path path : paths) {
      files.add(
          SnapshotFile.newBuilder()
              .setName(path.getFileName().toString())
              .setLengthBytes(Files.size(path))
              .build());
    }
    return FetchSnapshotResponse.newBuilder()
        .setManifest(
            SnapshotManifest.newBuilder()
                .setTerm(snapshot.term())
                .setIndex(snapshot.index())
                .addAllFiles(files))
        .build();
  }

  private FetchSnapshotResponse chunk() throws IOException {
    byte[] bytes = read();
    CRC32C checksum = new CRC32C();
    checksum.update(bytes);
    SnapshotChunk.Builder chunk =
        SnapshotChunk.newBuilder()
            .setFile(file)
            .setOffsetBytes(offset)
            .setContent(UnsafeByteOperations.unsafeWrap(bytes))
            .setCrc32C((int) checksum.getValue());
    offset += bytes.length;
    return FetchSnapshotResponse.newBuilder().setChunk(chunk).build();
  }

  private byte[] read() throws IOException {
    FileChannel channel = open;
    if (channel == null) {
      channel = FileChannel.open(snapshot.folder().resolve(files.get(file).getName()));
      open = channel;
    }
    byte[] bytes = new byte[(int) Math.min(CHUNK_BYTES, files.get(file).getLengthBytes() - offset)];
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw new EOFException(files.get(file).getName() + " became shorter");
      }
    }
    return bytes;
  }

  /** Lets the snapshot go, once. */
  private void end() {
    if (ended) {
      return;
    }
    ended = true;
    closeFile();
    snapshot.close();
  }

  private void closeFile() {
    FileChannel channel = open;
    open = null;
    if (channel == null) {
      return;
    }
    try {
      channel.close();
    } catch (IOException e) {
      log.warn("Closing a file of snapshot {} failed", snapshot.folder(), e);
    }
  }
}

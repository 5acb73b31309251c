package io.zonekeep.server.replication.peers;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.zonekeep.peer.v1.FetchSnapshotResponse;
import io.zonekeep.peer.v1.SnapshotChunk;
import io.zonekeep.peer.v1.SnapshotFile;
import io.zonekeep.peer.v1.SnapshotManifest;
import io.zonekeep.server.replication.NodeRole;
import io.zonekeep.server.replication.SnapshotSource.ProgressListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SnapshotTransferTest {
  private static final ProgressListener UNWATCHED = (source, received, total) -> {};

  @TempDir Path temp;

  @Test
  void everyByteArrivesAndTheSnapshotIsLetGo() throws IOException {
    Path folder = snapshot(new Random(1));
    AtomicLong received = new AtomicLong();
    AtomicLong total = new AtomicLong();
    try (PeerNode b = new PeerNode("sessions", "b");
        PeerLinks links = links(b)) {
      b.snapshot = Optional.of(folder);
      FetchedSnapshot fetched =
          links.fetchSnapshot(
              "b",
              100,
              into(),
              (source, now, all) -> {
                received.set(now);
                total.set(all);
                assertThat(source).isEqualTo("b");
              });
      assertThat(fetched).isEqualTo(new FetchedSnapshot(3, 100, into(), "b"));
      await().until(() -> b.snapshotsHeld.get() == 0);
    }
    assertThat(contents(into())).isEqualTo(contents(folder));
    assertThat(received.get()).isEqualTo(total.get()).isEqualTo(bytesIn(folder));
    assertThat(names(temp)).containsExactlyInAnyOrder("source", "into");
  }

  @Test
  void aSlowReceiverIsNotFloodedAndAnAbandonedSnapshotIsLetGo() throws IOException {
    Path folder = Files.createDirectory(temp.resolve("source"));
    Files.write(folder.resolve("big"), new byte[64 << 20]);
    try (PeerNode b = new PeerNode("sessions", "b");
        PeerLinks links = links(b)) {
      b.snapshot = Optional.of(folder);
      assertThatThrownBy(() ->
              links.fetchSnapshot(
                  "b",
                  0,
                  into(),
                  (source, received, total) -> {
                    throw new IllegalStateException("enough");
                  }))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("enough");
      await().until(() -> b.snapshotsHeld.get() == 0);
    }
    assertThat(names(temp)).containsExactly("source");
  }

  @Test
  void aPeerThatDiesInTheMidstLeavesNothingBehind() throws IOException {
    Path folder = Files.createDirectory(temp.resolve("source"));
    Files.write(folder.resolve("big"), new byte[32 << 20]);
    try (PeerNode b = new PeerNode("sessions", "b");
        PeerLinks links = links(b)) {
      b.snapshot = Optional.of(folder);
      assertThatThrownBy(
              () -> links.fetchSnapshot("b", 0, into(), (source, received, total) -> b.kill()))
          .isInstanceOf(IOException.class);
      assertThat(b.snapshotsHeld).hasValue(0);
    }
    assertThat(names(temp)).containsExactly("source");
  }

  @Test
  void aSnapshotThatDoesNotReachFarEnoughIsNotSent() throws IOException {
    Path folder = snapshot(new Random(2));
    try (PeerNode b = new PeerNode("sessions", "b");
        PeerLinks links = links(b)) {
      b.snapshot = Optional.of(folder);
      assertThatThrownBy(() -> links.fetchSnapshot("b", 101, into(), UNWATCHED))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("NOT_FOUND");
    }
  }

  @Test
  void theNextPeerIsAskedIfThePrimaryHasNone() throws IOException {
    Path folder = snapshot(new Random(3));
    try (PeerNode b = new PeerNode("sessions", "b");
        PeerNode c = new PeerNode("sessions", "c");
        PeerLinks links = links(b, c)) {
      c.snapshot = Optional.of(folder);
      new PeerSnapshots(links).fetch(1, into(), UNWATCHED);
    }
    assertThat(contents(into())).isEqualTo(contents(folder));
  }

  @Test
  void thePrimaryComesFirstThenTheFurthestAndNobodyWhoRebuilds() {
    PeerPosition standby = PeerNode.standby("sessions", "x", 1, 10, Optional.empty());
    assertThat(
            PeerSnapshots.order(
                Map.of(
                    "a", Optional.empty(),
                    "b", Optional.of(standby),
                    "c", Optional.of(as(standby, NodeRole.PRIMARY, 5, 3)),
                    "d", Optional.of(as(standby, NodeRole.PRIMARY, 4, 90)),
                    "e", Optional.of(as(standby, NodeRole.REBUILDING, 5, 99)),
                    "f", Optional.of(as(standby, NodeRole.STANDBY, 5, 12)))))
        .containsExactly("c", "d", "f", "b", "a");
  }

  private static PeerPosition as(PeerPosition like, NodeRole role, long term, long applied) {
    return new PeerPosition(
        like.cluster(),
        like.nodeId(),
        like.folder(),
        term,
        role,
        true,
        term,
        applied,
        applied,
        like.primary());
  }

  @Test
  void anyFaultInWhatComesIsRefusedAndNothingIsLeftBehind() throws IOException {
    assertThat(receive(pieces())).isEqualTo(new FetchedSnapshot(3, 100, into(), "b"));
    assertThat(contents(into())).isEqualTo(Map.of("one", "0123456789", "two", "", "three", "x"));
    Files.move(into(), temp.resolve("good"));

    refused("checksum", pieces -> edit(pieces, 1, chunk -> chunk.setCrc32C(chunk.getCrc32C() ^ 1)));
    refused(
        "checksum", p -> edit(p, 2, chunk -> chunk.setContent(ByteString.copyFromUtf8("5678x"))));
    refused("out of place", pieces -> pieces.remove(1));
    refused("out of place", pieces -> pieces.add(1, pieces.get(1)));
    refused("out of place", pieces -> edit(pieces, 3, chunk -> chunk.setFile(1)));
    refused("out of place", pieces -> edit(pieces, 2, chunk -> chunk.setContent(ByteString.EMPTY)));
    refused("ended early", pieces -> pieces.removeLast());
    refused("ended early", List::clear);
    refused("more came", pieces -> pieces.add(pieces.getLast()));
    refused("second manifest", pieces -> pieces.add(1, pieces.getFirst()));
    refused("does not begin", pieces -> pieces.removeFirst());
    refused("reaches index 9 only", pieces -> manifest(pieces, manifest -> manifest.setIndex(9)));
    for (String name : List.of("", "..", ".", "../x", "/etc/x", "a/b", "x\0", ".hidden")) {
      refused(
          "name not allowed",
          pieces -> manifest(pieces, manifest -> manifest.getFilesBuilder(0).setName(name)));
    }
    refused(
        "no room on disk",
        pieces -> manifest(pieces, m -> m.getFilesBuilder(0).setLengthBytes(Long.MAX_VALUE / 2)));
    refused("negative", pieces -> manifest(pieces, m -> m.getFilesBuilder(0).setLengthBytes(-1)));
    refused("", pieces -> manifest(pieces, m -> m.getFilesBuilder(1).setName("one")));
  }

  private void refused(String why, Consumer<List<FetchSnapshotResponse>> fault) {
    List<FetchSnapshotResponse> pieces = pieces();
    fault.accept(pieces);
    assertThatThrownBy(() -> receive(pieces))
        .as(why)
        .isInstanceOf(IOException.class)
        .hasMessageContaining(why);
    assertThat(names(temp)).containsExactly("good");
  }

  private FetchedSnapshot receive(List<FetchSnapshotResponse> pieces) throws IOException {
    return SnapshotReceiver.receive(pieces.iterator(), "b", 10, into(), UNWATCHED);
  }

  private static List<FetchSnapshotResponse> pieces() {
    List<FetchSnapshotResponse> pieces = new ArrayList<>();
    pieces.add(
        FetchSnapshotResponse.newBuilder()
            .setManifest(
                SnapshotManifest.newBuilder()
                    .setTerm(3)
                    .setIndex(100)
                    .addFiles(SnapshotFile.newBuilder().setName("one").setLengthBytes(10))
                    .addFiles(SnapshotFile.newBuilder().setName("two").setLengthBytes(0))
                    .addFiles(SnapshotFile.newBuilder().setName("three").setLengthBytes(1)))
            .build());
    pieces.add(chunk(0, 0, "01234"));
    pieces.add(chunk(0, 5, "56789"));
    pieces.add(chunk(2, 0, "x"));
    return pieces;
  }

  private static FetchSnapshotResponse chunk(int file, long offset, String content) {
    ByteString bytes = ByteString.copyFromUtf8(content);
    CRC32C checksum = new CRC32C();
    checksum.update(bytes.asReadOnlyByteBuffer());
    return FetchSnapshotResponse.newBuilder()
        .setChunk(
            SnapshotChunk.newBuilder()
                .setFile(file)
                .setOffsetBytes(offset)
                .setContent(bytes)
                .setCrc32C((int) checksum.getValue()))
        .build();
  }

  private static void edit(
      List<FetchSnapshotResponse> pieces, int piece, Consumer<SnapshotChunk.Builder> change) {
    FetchSnapshotResponse.Builder edited = pieces.get(piece).toBuilder();
    change.accept(edited.getChunkBuilder());
    pieces.set(piece, edited.build());
  }

  private static void manifest(
      List<FetchSnapshotResponse> pieces, Consumer<SnapshotManifest.Builder> change) {
    FetchSnapshotResponse.Builder edited = pieces.get(0).toBuilder();
    change.accept(edited.getManifestBuilder());
    pieces.set(0, edited.build());
  }

  /** Files of all sizes around the chunk's. */
  private Path snapshot(Random random) throws IOException {
    Path folder = Files.createDirectory(temp.resolve("source"));
    int chunk = SnapshotSender.CHUNK_BYTES;
    for (int length : List.of(0, 1, chunk - 1, chunk, chunk + 1, 5 * chunk + 12_345)) {
      byte[] bytes = new byte[length];
      random.nextBytes(bytes);
      Files.write(folder.resolve("%06d.sst".formatted(length)), bytes);
    }
    return folder;
  }

  private Path into() {
    return temp.resolve("into");
  }

  private static PeerLinks links(PeerNode... nodes) {
    List<Peer> peers = Stream.of(nodes).map(PeerNode::peer).toList();
    PeerLinks links = new PeerLinks("sessions", "a", peers, System::nanoTime);
    links.start();
    return links;
  }

  private static List<String> names(Path folder) {
    try (Stream<Path> paths = Files.list(folder)) {
      return paths.map(path -> path.getFileName().toString()).toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static long bytesIn(Path folder) throws IOException {
    long bytes = 0;
    for (String name : names(folder)) {
      bytes += Files.size(folder.resolve(name));
    }
    return bytes;
  }

  private static Map<String, String> contents(Path folder) throws IOException {
    Map<String, String> contents = new HashMap<>();
    for (String name : names(folder)) {
      contents.put(name, Files.readString(folder.resolve(name), ISO_8859_1));
    }
    return contents;
  }
}

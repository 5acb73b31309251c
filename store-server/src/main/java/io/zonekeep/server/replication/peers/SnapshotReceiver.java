package io.zonekeep.server.replication.peers;

import io.zonekeep.peer.v1.FetchSnapshotResponse;
import io.zonekeep.peer.v1.SnapshotChunk;
import io.zonekeep.peer.v1.SnapshotFile;
import io.zonekeep.peer.v1.SnapshotManifest;
import io.zonekeep.server.replication.Durable;
import io.zonekeep.server.replication.SnapshotSource.ProgressListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * Writes one snapshot as it comes: into a folder beside its place, and into its place by one rename
 * once every byte is checked and on disk. Trusts nothing the peer says about names and lengths.
 */
final class SnapshotReceiver {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,200}");

  private final Iterator<FetchSnapshotResponse> pieces;
  private final String source;
  private final Path folder;
  private final ProgressListener progress;
  private long receivedBytes;
  private long totalBytes;

  private SnapshotReceiver(
      Iterator<FetchSnapshotResponse> pieces,
      String source,
      Path folder,
      ProgressListener progress) {
    this.pieces = pieces;
    this.source = source;
    this.folder = folder;
    this.progress = progress;
  }

  static FetchedSnapshot receive(
      Iterator<FetchSnapshotResponse> pieces,
      String source,
      long indexMin,
      Path into,
      ProgressListener progress)
      throws IOException {
    if (Files.exists(into)) {
      throw new IOException(into + " exists already");
    }
    Path partial = into.resolveSibling(into.getFileName() + ".partial");
    Durable.deleteTree(partial);
    Files.createDirectories(partial);
    try {
      SnapshotManifest manifest =
          new SnapshotReceiver(pieces, source, partial, progress).receiveAll(indexMin);
      Durable.syncFolder(partial);
      Durable.move(partial, into);
      return new FetchedSnapshot(manifest.getTerm(), manifest.getIndex(), into, source);
    } finally {
      Durable.deleteTree(partial);
    }
  }

  private SnapshotManifest receiveAll(long indexMin) throws IOException {
    FetchSnapshotResponse first = next();
    require(first.hasManifest(), "it does not begin with a manifest");
    SnapshotManifest manifest = first.getManifest();
    require(
        manifest.getIndex() >= indexMin,
        "it reaches index " + manifest.getIndex() + " only, not " + indexMin);
    for (SnapshotFile file : manifest.getFilesList()) {
      require(NAME.matcher(file.getName()).matches(), "file name not allowed: " + file.getName());
      require(file.getLengthBytes() >= 0, "negative length of " + file.getName());
      totalBytes = Math.addExact(totalBytes, file.getLengthBytes());
    }
    require(
        Files.getFileStore(folder).getUsableSpace() > totalBytes,
        "no room on disk for " + totalBytes + " bytes");
    for (int i = 0; i < manifest.getFilesCount(); i++) {
      receiveFile(i, manifest.getFiles(i));
    }
    require(!pieces.hasNext(), "more came than the manifest lists");
    return manifest;
  }

  private void receiveFile(int number, SnapshotFile file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            folder.resolve(file.getName()),
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.WRITE)) {
      long offset = 0;
      while (offset < file.getLengthBytes()) {
        FetchSnapshotResponse piece = next();
        require(piece.hasChunk(), "a second manifest");
        SnapshotChunk chunk = piece.getChunk();
        require(
            chunk.getFile() == number
                && chunk.getOffsetBytes() == offset
                && !chunk.getContent().isEmpty()
                && chunk.getContent().size() <= file.getLengthBytes() - offset,
            "a chunk out of place in " + file.getName() + " at " + offset);
        checkSum(chunk, file, offset);
        write(channel, chunk);
        offset += chunk.getContent().size();
      }
      channel.force(true);
    }
  }

  private static void checkSum(SnapshotChunk chunk, SnapshotFile file, long offset)
      throws IOException {
    CRC32C checksum = new CRC32C();
    checksum.update(chunk.getContent().asReadOnlyByteBuffer());
    require(
        (int) checksum.getValue() == chunk.getCrc32C(),
        "checksum of " + file.getName() + " at " + offset + " is wrong");
  }

  private void write(FileChannel channel, SnapshotChunk chunk) throws IOException {
    ByteBuffer bytes = chunk.getContent().asReadOnlyByteBuffer();
    receivedBytes += bytes.remaining();
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    progress.received(source, receivedBytes, totalBytes);
  }

  private FetchSnapshotResponse next() throws IOException {
    require(pieces.hasNext(), "it ended early, after " + receivedBytes + " bytes");
    return pieces.next();
  }

  private static void require(boolean holds, String otherwise) throws IOException {
    if (!holds) {
      throw new IOException("snapshot refused: " + otherwise);
    }
  }
}

package io.zonekeep.server.storage;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The folder of a store: made, checked, put on disk, replaced. */
final class StoreFolder {
  /** What RocksDB leaves if it is stopped while it makes a new store. */
  private static final Pattern UNFINISHED =
      Pattern.compile("LOG.*|LOCK|IDENTITY|MANIFEST-\\d+|OPTIONS-.*|.*\\.dbtmp|\\d+\\.log");

  private final Path folder;

  /** Where the store is kept while another takes its place. */
  private final Path replaced;

  StoreFolder(Path folder) {
    this.folder = folder.toAbsolutePath();
    this.replaced = this.folder.resolveSibling(folder.getFileName() + ".replaced");
  }

  Path path() {
    return folder;
  }

  /** Makes the folder if there is none, and refuses one that holds something else. */
  void prepare() throws IOException {
    finishReplacing();
    Files.createDirectories(folder);
    makePrivate(folder);
    sync(parent(folder));
    if (!Files.exists(folder.resolve("CURRENT"))) {
      checkUnused();
    }
  }

  /**
   * Puts {@code successor} in the store's place, and the store aside. A crash in between leaves one
   * of the two, whole.
   */
  void replaceWith(Path successor) throws IOException {
    Files.move(folder, replaced, StandardCopyOption.ATOMIC_MOVE);
    Files.move(successor, folder, StandardCopyOption.ATOMIC_MOVE);
    sync(parent(folder));
  }

  /** After a restart in the middle of a replacement: the successor counts, if it is in place. */
  void finishReplacing() throws IOException {
    if (!Files.exists(replaced)) {
      return;
    }
    if (Files.exists(folder)) {
      deleteAll(replaced);
    } else {
      Files.move(replaced, folder, StandardCopyOption.ATOMIC_MOVE);
    }
    sync(parent(folder));
  }

  /** Only the owner may look into it: values are users' secrets. */
  static void makePrivate(Path folder) throws IOException {
    if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }
  }

  /** Puts a folder, its files and its name on disk. */
  static void syncAll(Path folder) throws IOException {
    for (Path file : list(folder)) {
      sync(file);
    }
    sync(folder);
    sync(parent(folder));
  }

  static Path parent(Path folder) {
    return requireNonNull(folder.toAbsolutePath().getParent(), "a store in the root folder");
  }

  private void checkUnused() throws IOException {
    for (Path file : list(folder)) {
      String name = file.getFileName().toString();
      if (name.endsWith(".sst")) {
        throw new DamagedStoreException(folder + " has lost its file CURRENT");
      }
      if (!UNFINISHED.matcher(name).matches()) {
        throw new StorageException(folder + " holds " + name + ", which is not of a store");
      }
    }
  }

  private static void sync(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static void deleteAll(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> paths = Files.list(folder)) {
      return paths.sorted().toList();
    }
  }
}

package io.zonekeep.server.replication;

import io.zonekeep.server.state.AppliedPosition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The snapshots of this node's state, each a folder named by index and term of its last entry.
 * Keeps the newest two, and those that are being read: a standby that just installed the older one
 * must still find the log that follows it. For use by many threads.
 */
public final class Snapshots {
  private static final int KEPT = 2;
  private static final Pattern NAME = Pattern.compile("(\\d+)-(\\d+)");

  private final Path folder;

  /** By index, the oldest first. Guarded by this, as is {@link #readers}. */
  private final List<Snapshot> snapshots = new ArrayList<>();

  private final Map<Snapshot, Integer> readers = new HashMap<>();

  private Snapshots(Path folder) {
    this.folder = folder;
  }

  /** One snapshot; its files never change. */
  public record Snapshot(AppliedPosition position, Path folder) {}

  /** A snapshot that is not deleted before it is closed. */
  public final class Held implements AutoCloseable {
    private final Snapshot snapshot;

    private Held(Snapshot snapshot) {
      this.snapshot = snapshot;
    }

    public AppliedPosition position() {
      return snapshot.position();
    }

    public Path folder() {
      return snapshot.folder();
    }

    @Override
    public void close() {
      release(snapshot);
    }
  }

  /** Opens the folder, which is made if need be. What a crash left half done is removed. */
  public static Snapshots open(Path folder) throws IOException {
    Files.createDirectories(folder);
    Snapshots opened = new Snapshots(folder);
    Durable.deleteTree(opened.unfinished());
    try (Stream<Path> paths = Files.list(folder)) {
      opened.snapshots.addAll(
          paths
              .flatMap(path -> named(path).stream())
              .sorted(Comparator.comparingLong(s -> s.position().index()))
              .toList());
    }
    opened.deleteOld();
    return opened;
  }

  private static Optional<Snapshot> named(Path path) {
    Matcher name = NAME.matcher(path.getFileName().toString());
    return name.matches()
        ? Optional.of(
            new Snapshot(
                new AppliedPosition(Long.parseLong(name.group(2)), Long.parseLong(name.group(1))),
                path))
        : Optional.empty();
  }

  /** Takes a snapshot of {@code state}; by one thread at a time. */
  Snapshot take(AppliedState state) throws IOException {
    Path made = unfinished();
    Durable.deleteTree(made);
    state.checkpoint(made);
    AppliedPosition position = state.positionOf(made);
    Path named = folder.resolve(position.index() + "-" + position.term());
    Durable.deleteTree(named);
    Durable.move(made, named);
    Snapshot snapshot = new Snapshot(position, named);
    add(snapshot);
    return snapshot;
  }

  private synchronized void add(Snapshot snapshot) {
    snapshots.removeIf(other -> other.position().equals(snapshot.position()));
    snapshots.add(snapshot);
    deleteOld();
  }

  private synchronized void deleteOld() {
    List<Snapshot> old = List.copyOf(snapshots.subList(0, Math.max(0, snapshots.size() - KEPT)));
    for (Snapshot snapshot : old) {
      if (!readers.containsKey(snapshot)) {
        delete(snapshot);
        snapshots.remove(snapshot);
      }
    }
  }

  private static void delete(Snapshot snapshot) {
    try {
      Durable.deleteTree(snapshot.folder());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The newest snapshot, if it reaches {@code indexMin}, for reading. */
  public synchronized Optional<Held> newest(long indexMin) {
    if (snapshots.isEmpty() || snapshots.getLast().position().index() < indexMin) {
      return Optional.empty();
    }
    readers.merge(snapshots.getLast(), 1, Integer::sum);
    return Optional.of(new Held(snapshots.getLast()));
  }

  private synchronized void release(Snapshot snapshot) {
    readers.computeIfPresent(snapshot, (s, count) -> count == 1 ? null : count - 1);
    deleteOld();
  }

  /** The last entry of the newest snapshot. */
  public synchronized AppliedPosition newestPosition() {
    return snapshots.isEmpty() ? AppliedPosition.NONE : snapshots.getLast().position();
  }

  /** The last entry of the oldest snapshot that is kept anyway: the log is needed from there. */
  synchronized AppliedPosition oldestKeptPosition() {
    return snapshots.size() < KEPT
        ? AppliedPosition.NONE
        : snapshots.get(snapshots.size() - KEPT).position();
  }

  private Path unfinished() {
    return folder.resolve("unfinished");
  }
}

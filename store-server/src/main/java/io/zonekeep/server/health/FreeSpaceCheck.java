package io.zonekeep.server.health;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether the data folder's file system has room left. */
final class FreeSpaceCheck implements Check {
  static final String NAME = "disk-space";
  private static final long MIB = 1 << 20;

  private final Path folder;
  private final long minBytes;

  FreeSpaceCheck(Path folder, long minBytes) {
    this.folder = folder;
    this.minBytes = minBytes;
  }

  @Override
  public HealthCheck look() {
    try {
      long free = Files.getFileStore(folder).getUsableSpace();
      return new HealthCheck(
          NAME,
          free >= minBytes,
          "%d MiB free, at least %d MiB".formatted(free / MIB, minBytes / MIB));
    } catch (IOException e) {
      return new HealthCheck(NAME, false, "free space cannot be told: " + e);
    }
  }
}

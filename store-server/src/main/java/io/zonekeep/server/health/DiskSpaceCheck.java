package io.zonekeep.server.health;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A full disk stops the log: says so before it is full. */
final class DiskSpaceCheck implements Check {
  private static final String NAME = "disk-space";

  private final Path folder;
  private final long freeMinBytes;

  DiskSpaceCheck(Path folder, long freeMinBytes) {
    this.folder = folder;
    this.freeMinBytes = freeMinBytes;
  }

  @Override
  public HealthCheck look() {
    try {
      long free = Files.getFileStore(folder).getUsableSpace();
      return new HealthCheck(
          NAME,
          free >= freeMinBytes,
          "%d MiB free, at least %d MiB (health.disk_free_min)"
              .formatted(free >> 20, freeMinBytes >> 20));
    } catch (IOException failure) {
      return new HealthCheck(NAME, false, "cannot ask for the free space: " + failure);
    }
  }
}

package io.zonekeep.server.health;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What is too much.
 *
 * @param folder the data folder
 * @param interval time between looks
 * @param diskWriteMax a write with fsync may take so long
 * @param diskFreeMinBytes room that must be left
 * @param pauseMax the process may stand still so long
 * @param applyLagMax entries that may be committed but not applied
 * @param silenceMax the primary must have heard a majority within this time
 */
public record HealthSettings(
    Path folder,
    Duration interval,
    Duration diskWriteMax,
    long diskFreeMinBytes,
    Duration pauseMax,
    int applyLagMax,
    Duration silenceMax) {
  public HealthSettings {
    requireNonNull(folder, "folder is null");
    requireNonNull(interval, "interval is null");
    requireNonNull(diskWriteMax, "diskWriteMax is null");
    requireNonNull(pauseMax, "pauseMax is null");
    requireNonNull(silenceMax, "silenceMax is null");
  }
}

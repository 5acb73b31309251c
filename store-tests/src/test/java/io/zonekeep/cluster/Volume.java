package io.zonekeep.cluster;

import java.nio.file.Path;

/**
 * A disk of a node's own: an ext4 in a file, mounted where the node keeps its data, whose power can
 * be cut. Needs Linux, root and gcc. What a killed run leaves mounted, deploy/engine.sh unmounts,
 * by the files' name.
 */
final class Volume implements AutoCloseable {
  private static final String SIZE = "768M";
  private static final Path SOURCE =
      ProjectFiles.find("store-tests/src/test/c/power_cut.c").orElseThrow();

  private final Path image;
  private final Path program;
  private final Path mount;

  private Volume(Path image, Path program, Path mount) {
    this.image = image;
    this.program = program;
    this.mount = mount;
  }

  /** Makes an empty one and mounts it at {@code mount}. */
  static Volume make(Path mount) {
    Volume volume =
        new Volume(
            mount.resolveSibling("zonekeep-test-volume.img"),
            mount.resolveSibling("power_cut"),
            mount);
    Command.run("gcc", "-O2", "-o", volume.program.toString(), SOURCE.toString());
    Command.run("truncate", "-s", SIZE, volume.image.toString());
    Command.run("mkfs.ext4", "-q", "-F", "-m", "0", volume.image.toString());
    Command.run("mkdir", "-p", mount.toString());
    volume.mount();
    Command.run("rmdir", mount.resolve("lost+found").toString());
    return volume;
  }

  /** What was not synced is lost. The node must have ended, and not have had time to say more. */
  void cutPower() {
    Command.run(program.toString(), mount.toString());
  }

  /** Mounts it again, as after a start of the machine. */
  void restorePower() {
    Command.run("umount", mount.toString());
    mount();
  }

  @Override
  public void close() {
    Command.run("umount", mount.toString());
    Command.run("rm", image.toString());
  }

  /** The journal is not committed while a test runs, unless a node syncs. */
  private void mount() {
    Command.run("mount", "-o", "loop,noatime,commit=300", image.toString(), mount.toString());
  }
}

package io.zonekeep.server.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DataFolderTest {
  @TempDir Path temp;

  @Test
  void isOpenedAgainByTheSameNode() {
    open("sessions", "a").close();
    try (DataFolder folder = open("sessions", "a")) {
      assertThat(folder.raft()).isDirectory();
      assertThat(folder.state()).isDirectory();
      assertThat(folder.snapshots()).isDirectory();
      assertThat(folder.rebuilding()).isFalse();
    }
  }

  @Test
  void isRefusedToAnotherNodeOrCluster() {
    open("sessions", "a").close();
    assertRefused("sessions", "b", "belongs to node a, cluster sessions; this is node b");
    assertRefused("carts", "a", "belongs to node a, cluster sessions; this is node a of cluster c");
    open("sessions", "a").close();
  }

  @Test
  void isRefusedWhileAnotherHasIt() {
    try (DataFolder folder = open("sessions", "a")) {
      assertThat(folder.raft()).exists();
      assertRefused("sessions", "a", "is used by another process");
    }
    open("sessions", "a").close();
  }

  @Test
  void isRefusedWhileAnotherProcessHasIt() throws Exception {
    open("sessions", "a").close();
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                LockHolder.class.getName(),
                data().toString())
            .redirectErrorStream(true)
            .start();
    try {
      assertThat(other.inputReader().readLine()).isEqualTo("held");
      assertRefused("sessions", "a", "is used by another process");
    } finally {
      other.destroyForcibly();
      assertThat(other.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
    open("sessions", "a").close();
  }

  @Test
  void isRefusedIfItHoldsFilesOfSomethingElse() throws IOException {
    Files.createDirectories(data());
    Files.createDirectory(data().resolve("lost+found"));
    open("sessions", "a").close();
    Files.delete(data().resolve("identity"));
    assertRefused("sessions", "a", "has no file identity but holds raft");
  }

  @Test
  void isRefusedIfItsIdentityIsUnreadableOrOfALaterLayout() throws IOException {
    open("sessions", "a").close();
    Files.write(data().resolve("identity"), new byte[] {(byte) 0xff, 0, 1});
    assertRefused("sessions", "a", "unreadable file identity");
    Files.writeString(data().resolve("identity"), "layout 2\ncluster sessions\nnode a\n");
    assertRefused("sessions", "a", "has layout 2; this version knows layout 1");
  }

  @Test
  void onlyItsOwnerMayLookIn() throws IOException {
    Files.createDirectories(data());
    Files.setPosixFilePermissions(data(), PosixFilePermissions.fromString("rwxr-xr-x"));
    open("sessions", "a").close();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data())))
        .isEqualTo("rwx------");
  }

  @Test
  void damageIsMovedAsideAndOneIsKept() throws IOException {
    try (DataFolder folder = open("sessions", "a")) {
      Files.writeString(folder.raft().resolve("log"), "first");
      folder.moveAside(Instant.parse("2026-11-23T01:02:03Z"), "first damage");
      assertThat(folder.raft()).isEmptyDirectory();
      assertThat(folder.rebuilding()).isTrue();

      Files.writeString(folder.raft().resolve("log"), "second");
      Path aside = folder.moveAside(Instant.parse("2026-11-23T04:05:06Z"), "second damage");
      assertThat(folder.movedAside()).isEqualTo(List.of(aside));
      assertThat(aside.getFileName()).hasToString("damaged-20261123T040506Z");
      assertThat(aside.resolve("raft/log")).hasContent("second");
      assertThat(folder.raft()).isEmptyDirectory();
    }
  }

  @Test
  void rebuildingIsRememberedOverARestart() throws IOException {
    try (DataFolder folder = open("sessions", "a")) {
      folder.markRebuilding("wiped");
    }
    try (DataFolder folder = open("sessions", "a")) {
      assertThat(folder.rebuilding()).isTrue();
      folder.rebuilt();
      folder.rebuilt();
    }
    try (DataFolder folder = open("sessions", "a")) {
      assertThat(folder.rebuilding()).isFalse();
    }
  }

  private void assertRefused(String cluster, String nodeId, String why) {
    assertThatThrownBy(() -> open(cluster, nodeId))
        .isInstanceOf(FolderRefusedException.class)
        .hasMessageContaining(data().toString())
        .hasMessageContaining(why)
        .hasMessageNotContaining("\n");
  }

  private DataFolder open(String cluster, String nodeId) {
    return DataFolder.open(data(), cluster, nodeId);
  }

  private Path data() {
    return temp.resolve("data");
  }

  /** Another process that takes the folder and keeps it until it is killed. */
  static final class LockHolder {
    private LockHolder() {}

    public static void main(String[] arguments) throws InterruptedException {
      try (DataFolder folder = DataFolder.open(Path.of(arguments[0]), "sessions", "a")) {
        System.out.println(folder.raft().toFile().exists() ? "held" : "broken");
        Thread.sleep(Long.MAX_VALUE);
      }
    }
  }
}

package io.zonekeep.server.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeep.server.state.Bytes;
import io.zonekeep.server.state.Command;
import io.zonekeep.server.state.DedupeWindow;
import io.zonekeep.server.state.Entry;
import io.zonekeep.server.state.Key;
import io.zonekeep.server.state.StateMachine;
import io.zonekeep.server.state.Write;
import io.zonekeep.server.storage.RocksSettings;
import io.zonekeep.server.storage.RocksStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SnapshotsTest {
  private static final RocksSettings ROCKS = new RocksSettings(1 << 20, 1 << 20);

  @TempDir Path folder;
  private RocksStore rows;
  private AppliedState state;
  private Snapshots snapshots;

  @BeforeEach
  void open() throws Exception {
    rows = RocksStore.open(folder.resolve("state"), ROCKS, failure -> {});
    state =
        new AppliedState(
            rows,
            snapshot -> {
              try (RocksStore opened = RocksStore.open(snapshot, ROCKS, failure -> {})) {
                return StateMachine.appliedIn(opened);
              }
            });
    snapshots = Snapshots.open(folder.resolve("snapshots"));
  }

  @AfterEach
  void close() {
    rows.close();
  }

  @Test
  void thereIsNoneAtFirst() {
    assertThat(snapshots.newest(0)).isEmpty();
    assertThat(snapshots.newestPosition().index()).isEqualTo(-1);
  }

  @Test
  void theNewestTwoAreKept() throws Exception {
    for (long index = 1; index <= 4; index++) {
      takeAt(index);
    }
    assertThat(folder.resolve("snapshots"))
        .isDirectoryContaining("glob:**/3-7")
        .isDirectoryContaining("glob:**/4-7")
        .isDirectoryNotContaining("glob:**/[12]-7");
    assertThat(snapshots.newestPosition().index()).isEqualTo(4);
    assertThat(snapshots.oldestKeptPosition().index()).isEqualTo(3);
  }

  @Test
  void oneThatIsBeingReadStaysUntilItIsClosed() throws Exception {
    takeAt(1);
    Snapshots.Held held = snapshots.newest(1).orElseThrow();
    for (long index = 2; index <= 5; index++) {
      takeAt(index);
    }
    assertThat(held.folder()).isNotEmptyDirectory();
    assertThat(snapshots.oldestKeptPosition().index()).isEqualTo(4);
    held.close();
    assertThat(held.folder()).doesNotExist();
  }

  @Test
  void oneThatDoesNotReachFarEnoughIsNotGiven() throws Exception {
    takeAt(3);
    assertThat(snapshots.newest(4)).isEmpty();
    try (Snapshots.Held held = snapshots.newest(3).orElseThrow()) {
      assertThat(held.position().term()).isEqualTo(7);
    }
  }

  @Test
  void afterARestartTheyAreThereAndHalfDoneOnesAreNot() throws Exception {
    takeAt(1);
    takeAt(2);
    Files.createDirectories(folder.resolve("snapshots/unfinished/x"));
    Snapshots again = Snapshots.open(folder.resolve("snapshots"));
    assertThat(again.newestPosition().index()).isEqualTo(2);
    assertThat(folder.resolve("snapshots/unfinished")).doesNotExist();
  }

  private void takeAt(long index) throws Exception {
    Command put =
        new Command.Put(
            new Key("test", Bytes.utf8("k" + index)), Bytes.EMPTY, OptionalLong.empty(), 0);
    state.apply(
        7,
        index,
        new Entry(
            index,
            0,
            new DedupeWindow(1000, 10, 10),
            Optional.empty(),
            List.of(Write.anonymous(put))));
    snapshots.take(state);
  }
}

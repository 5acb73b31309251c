package io.zonekeep.server.replication.ratis;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeep.server.replication.AppliedState;
import io.zonekeep.server.replication.FatalError;
import io.zonekeep.server.storage.RocksSettings;
import io.zonekeep.server.storage.RocksStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Ratis tells of failures, and then leaves the process running. */
final class RatisStateMachineTest {
  @TempDir private Path path;

  private final List<String> fatalErrors = new ArrayList<>();
  private RocksStore rows;
  private RatisStateMachine stateMachine;

  @BeforeEach
  void open() {
    FatalError fatal = (what, cause) -> fatalErrors.add(what);
    rows = RocksStore.open(path.resolve("state"), new RocksSettings(1 << 20, 1 << 20), e -> {});
    AppliedState state = new AppliedState(rows, Node::positionOf);
    stateMachine =
        new RatisStateMachine(
            state,
            new SnapshotInstall(path, (indexMin, into, progress) -> {}, state, Runnable::run),
            new LogFolder(path, fatal),
            new RoleEvents(),
            fatal);
  }

  @AfterEach
  void close() {
    rows.close();
  }

  @Test
  void aFailedWriteOfTheLogEndsTheNode() {
    stateMachine.notifyLogFailed(new IOException("no space left on device"), null);
    assertThat(fatalErrors).containsExactly("the log cannot be written");
  }

  /** As after a pause that is too long, or when its updater meets an error. */
  @Test
  void thatRatisClosesItselfEndsTheNode() {
    stateMachine.close();
    assertThat(fatalErrors).containsExactly("the log was closed");
  }

  @Test
  void aCloseThatWasAskedForIsNoFailure() {
    stateMachine.expectClose();
    stateMachine.close();
    assertThat(fatalErrors).isEmpty();
  }
}

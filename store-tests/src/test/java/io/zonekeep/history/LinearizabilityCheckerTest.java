package io.zonekeep.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeep.history.Event.F;
import io.zonekeep.history.SimulatedRun.Held;
import io.zonekeep.history.Verdict.Linearizable;
import io.zonekeep.history.Verdict.Violation;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinearizabilityCheckerTest {
  private static final int SEEDS = 200;

  /** Some 200 calls, as one key gets in a run on a real cluster. */
  private static final int STEPS = 600;

  @Test
  void historiesOfACorrectRegisterPass() {
    for (long seed = 0; seed < SEEDS; seed++) {
      SimulatedRun run = new SimulatedRun(seed, 0);
      run.steps(STEPS);
      assertThat(LinearizabilityChecker.check(run.events()))
          .as("seed %d", seed)
          .isInstanceOf(Linearizable.class);
    }
  }

  @Test
  void historiesWithLostAnswersPass() {
    for (long seed = 0; seed < SEEDS; seed++) {
      SimulatedRun run = new SimulatedRun(seed, 0.03);
      run.steps(STEPS);
      assertThat(LinearizabilityChecker.check(run.events()))
          .as("seed %d", seed)
          .isInstanceOf(Linearizable.class);
    }
  }

  @Test
  void anAcknowledgedWriteThatGotLostIsCaught() {
    assertCaught(run -> {
      run.lostPut();
      run.alone(F.get);
    });
  }

  @Test
  void aStaleReadIsCaught() {
    assertCaught(run -> {
      Held old = run.held();
      run.alone(F.put);
      run.getAnswering(old);
    });
  }

  @Test
  void aWriteAppliedTwiceIsCaughtThoughItsValueIsTheSame() {
    assertCaught(run -> {
      run.alone(F.put);
      Held once = run.held();
      run.plant(new Held(once.value(), once.version() + 1));
      run.alone(F.get);
    });
  }

  @Test
  void aWriteAppliedAgainOverALaterOneIsCaught() {
    assertCaught(run -> {
      run.alone(F.put);
      Held first = run.held();
      run.alone(F.put);
      run.plant(new Held(first.value(), run.held().version() + 1));
      run.alone(F.get);
    });
  }

  @Test
  void aVersionThatGoesBackIsCaught() {
    assertCaught(run -> {
      run.alone(F.put);
      run.turnVersionBack(4);
      run.alone(F.put);
    });
  }

  @Test
  void aValueNobodyWroteIsCaught() {
    assertCaught(run -> run.getAnswering(new Held("nobody's", run.held().version() + 1)));
  }

  @Test
  void aDeletedValueThatReappearsIsCaught() {
    assertCaught(run -> {
      run.alone(F.put);
      Held before = run.held();
      run.alone(F.del);
      run.plant(before);
      run.alone(F.get);
    });
  }

  @Test
  void aViolationNamesItsKeyAndTellsTheStory() {
    SimulatedRun run = new SimulatedRun(1, 0);
    run.alone(F.put);
    run.getAnswering(new Held(null, 0));
    assertThat(LinearizabilityChecker.check(run.events()))
        .isInstanceOfSatisfying(
            Violation.class,
            violation -> {
              assertThat(violation.key()).isEqualTo("k");
              assertThat(violation.story()).contains("put", "none of", "get");
            });
  }

  @Test
  void aHistoryFileReadsBackAsWritten(@TempDir Path folder) throws Exception {
    HistoryRecorder recorder = new HistoryRecorder();
    SimulatedRun run = new SimulatedRun(7, 0.05);
    run.steps(100);
    run.events().forEach(recorder::add);
    Path file = folder.resolve("history.jsonl");
    recorder.write(file);
    assertThat(HistoryRecorder.read(file)).isEqualTo(run.events());
    assertThat(file).content().startsWith("{\"t\":1,\"proc\":");
  }

  /**
   * Where all answers are known the bug is always caught. Lost answers can excuse some bugs (a
   * delete that may have happened explains a lost put), but not most.
   */
  private static void assertCaught(Consumer<SimulatedRun> bug) {
    int excused = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      assertThat(verdict(seed, 0, bug)).as("seed %d", seed).isInstanceOf(Violation.class);
      excused += verdict(seed, 0.01, bug) instanceof Violation ? 0 : 1;
    }
    assertThat(excused).isLessThan(SEEDS / 2);
  }

  private static Verdict verdict(long seed, double lossRate, Consumer<SimulatedRun> bug) {
    SimulatedRun run = new SimulatedRun(seed, lossRate);
    run.steps(STEPS / 2);
    run.quiesce();
    bug.accept(run);
    run.steps(STEPS / 2);
    return LinearizabilityChecker.check(run.events());
  }
}

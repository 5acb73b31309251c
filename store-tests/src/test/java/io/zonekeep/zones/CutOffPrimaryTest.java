package io.zonekeep.zones;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeep.cluster.ProjectFiles;
import io.zonekeep.history.HistoryRecorder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A primary that lives and that clients reach, while its links to both other zones fail and one of
 * them is promoted: for a while two nodes are in office, and only one may answer.
 */
@Tag("containers")
class CutOffPrimaryTest {
  private static final String NAMESPACE = "cut-off";
  private static final int ROUNDS_MAX = 6;
  private static final int ROUNDS_WITH_TWO_IN_OFFICE = 2;
  private static final int SOME_CALLS = 500;

  private static final Path FOLDER =
      ProjectFiles.codeOf(CutOffPrimaryTest.class).resolveSibling("zones");

  private static Zones zones;

  @BeforeAll
  static void start() {
    zones = Zones.start(NodeImage.build(), FOLDER);
  }

  @AfterAll
  static void end() {
    zones.close();
  }

  @Test
  void behindAFirewallThatAnswersWithRstItNeitherReadsNorAcknowledges() throws IOException {
    Links links = zones.links();
    assertOnlyOneAnswers("refused", links::refuse);
    // The reset makes it look dead: a standby is promoted at once, with no pre-vote.
    assertThat(zones.zones().stream().flatMap(zone -> zones.output(zone).stream()))
        .anyMatch(line -> line.contains("is dead: election began"));
  }

  @Test
  void behindABlackHoleItNeitherReadsNorAcknowledges() throws IOException {
    Links links = zones.links();
    assertOnlyOneAnswers("dropped", links::cut);
  }

  private static void assertOnlyOneAnswers(String how, BiConsumer<Zone, List<Zone>> fault)
      throws IOException {
    HistoryRecorder recorder = new HistoryRecorder();
    int withTwoInOffice = 0;
    long answers = 0;
    for (int round = 0; round < ROUNDS_MAX; round++) {
      Round played = play(recorder, how + round, fault);
      withTwoInOffice += played.twoInOffice ? 1 : 0;
      answers += played.answers;
      if (withTwoInOffice == ROUNDS_WITH_TWO_IN_OFFICE) {
        break;
      }
    }
    LoadOnBothSides.assertLinearizable(recorder, FOLDER.resolve("history-%s.jsonl".formatted(how)));
    assertThat(answers).as("answers of a primary without a majority").isZero();
    assertThat(withTwoInOffice).as("void: rounds in which two were in office").isPositive();
  }

  private record Round(boolean twoInOffice, long answers) {}

  /** One primary is cut off from both others, and joins again. */
  private static Round play(
      HistoryRecorder recorder, String name, BiConsumer<Zone, List<Zone>> fault) {
    Zone old = zones.awaitPrimary();
    long term = zones.term();
    List<Zone> others = zones.zones().stream().filter(zone -> !zone.equals(old)).toList();
    try (OneNode oldNode = new OneNode(old, NAMESPACE);
        LoadOnBothSides load = new LoadOnBothSides(recorder, name)) {
      load.start(zones.client().keyValue(NAMESPACE), oldNode);
      load.awaitCalls(SOME_CALLS);

      recorder.fault("links of " + old.id() + " " + name);
      fault.accept(old, others);
      oldNode.count();

      zones.awaitPrimaryAfter(term);
      boolean twoInOffice = oldNode.saysItIsPrimary();
      load.awaitCalls(SOME_CALLS);
      load.stop();
      assertThat(oldNode.calls()).as("void: no calls of the old primary").isPositive();

      zones.links().heal();
      zones.awaitAllCaughtUp();
      return new Round(twoInOffice, oldNode.answers());
    }
  }
}

package io.zonekeep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.zonekeep.cli.CommandFixture.Run;
import io.zonekeep.v1.Health;
import io.zonekeep.v1.HealthCheck;
import io.zonekeep.v1.RebuildProgress;
import io.zonekeep.v1.Role;
import org.junit.jupiter.api.Test;

final class StatusCommandTest {
  private final CommandFixture zonekeep = new CommandFixture();

  @Test
  void showsALineANodeAndHowFarItLags() {
    addAnswer("a", Role.ROLE_PRIMARY, 4, "a", 120, 120);
    addAnswer("b", Role.ROLE_STANDBY, 4, "a", 120, 118);
    addAnswer("c", Role.ROLE_STANDBY, 4, "a", 119, 119);
    Run status = zonekeep.run("status");
    assertThat(status.code()).isZero();
    assertThat(status.out().lines())
        .containsExactly(
            "ZONE    NODE  ROLE     TERM  INDEX  LAG  HEALTH   ADDRESS",
            "zone-a  a     primary  4     120    0    healthy  127.0.0.1:7101",
            "zone-b  b     standby  4     118    2    healthy  127.0.0.1:7102",
            "zone-c  c     standby  4     119    1    healthy  127.0.0.1:7103");
  }

  @Test
  void aNodeThatIsDownIsUnreachableAndTheRestIsShown() {
    addAnswer("b", Role.ROLE_PRIMARY, 5, "b", 10, 10);
    addAnswer("c", Role.ROLE_STANDBY, 5, "b", 10, 10);
    Run status = zonekeep.run("status");
    assertThat(status.code()).isZero();
    assertThat(status.out().lines().skip(1).findFirst())
        .hasValue("zone-a  a     -        -     -      -    unreachable  127.0.0.1:7101");
    JsonObject json = zonekeep.run("status", "-o", "json").json();
    assertThat(json.get("primary").getAsString()).isEqualTo("b");
    assertThat(json.get("answering").getAsLong()).isEqualTo(2);
    assertThat(json.getAsJsonArray("nodes").get(0).getAsJsonObject().get("answers").getAsBoolean())
        .isFalse();
  }

  @Test
  void aPrimaryOfAnOlderTermIsAFormerOne() {
    addAnswer("a", Role.ROLE_PRIMARY, 4, "a", 100, 100);
    addAnswer("b", Role.ROLE_PRIMARY, 5, "b", 110, 110);
    assertThat(zonekeep.run("status").out().lines().skip(1))
        .element(0)
        .asString()
        .contains("former primary");
    assertThat(zonekeep.run("status", "-o", "json").json().get("primary").getAsString())
        .isEqualTo("b");
  }

  @Test
  void noPrimaryIsExitCodeThreeBelowTheTable() {
    addAnswer("c", Role.ROLE_CANDIDATE, 6, "", 10, 10);
    Run status = zonekeep.run("status");
    assertThat(status.code()).isEqualTo(ExitCode.UNAVAILABLE);
    assertThat(status.out()).contains("candidate");
    assertThat(status.err()).contains("no primary").hasLineCount(1);
  }

  @Test
  void noAnswerAtAllIsExitCodeThree() {
    Run status = zonekeep.run("status");
    assertThat(status.code()).isEqualTo(ExitCode.UNAVAILABLE);
    assertThat(status.out()).isEmpty();
    assertThat(status.err()).isEqualTo("zonekeep: no node answers" + System.lineSeparator());
  }

  @Test
  void sicknessAndRebuildingAreSeen() {
    addAnswer("a", Role.ROLE_PRIMARY, 4, "a", 10, 10);
    zonekeep.cluster.add(
        zonekeep
            .cluster
            .answer("b", Role.ROLE_REBUILDING, 4, "a")
            .setRebuild(RebuildProgress.newBuilder().setReceivedBytes(25).setTotalBytes(100)));
    var sick = zonekeep.cluster.answer("c", Role.ROLE_STANDBY, 4, "a");
    sick.getNodeBuilder().setHealth(Health.HEALTH_SICK);
    sick.addChecks(
        HealthCheck.newBuilder().setName("disk-write").setDetail("took 900 ms, limit 500 ms"));
    zonekeep.cluster.add(sick);
    assertThat(zonekeep.run("status").out())
        .contains("rebuilding 25%", "sick", "c: disk-write fails: took 900 ms, limit 500 ms");
  }

  @Test
  void coloursAreForTerminalsOnly() {
    addAnswer("a", Role.ROLE_PRIMARY, 4, "a", 10, 10);
    assertThat(zonekeep.run("status").out()).doesNotContain("\u001b[");
    zonekeep.interactive = true;
    assertThat(zonekeep.run("status").out()).contains("\u001b[32mprimary\u001b[0m");
  }

  private void addAnswer(
      String node, Role role, long term, String primary, long committed, long applied) {
    zonekeep.cluster.add(
        zonekeep
            .cluster
            .answer(node, role, term, primary)
            .setCommittedIndex(committed)
            .setAppliedIndex(applied));
  }
}

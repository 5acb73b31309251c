package io.zonekeep.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonekeep.client.NewSession;
import io.zonekeep.client.Session;
import io.zonekeep.client.SessionChange;
import io.zonekeep.client.Sessions;
import io.zonekeep.client.Zonekeep;
import io.zonekeep.client.ZonekeepClient;
import io.zonekeep.client.ZonekeepException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What two app servers see of their users' sessions while primaries die. */
class SessionsThroughFailoverTest {
  private static final Duration INACTIVE_MAX = Duration.ofMinutes(30);

  private static TestCluster cluster;
  private static ZonekeepClient otherServer;

  private static Sessions sessions;
  private static Sessions others;

  @BeforeAll
  static void start() {
    cluster = TestCluster.start("sessions");
    otherServer = Zonekeep.connect(cluster.cluster().target());
    sessions = cluster.client().sessions(TestCluster.NAMESPACE);
    others = otherServer.sessions(TestCluster.NAMESPACE);
  }

  @AfterAll
  static void end() {
    otherServer.close();
    cluster.close();
  }

  @Test
  void anAppServerReadsWhatTheOtherWroteBeforeAndAfterTheKill() {
    sessions.create(session("s1", "berta"));
    sessions.save("s1", SessionChange.builder().put("cart", bytes("apple")).build());
    assertThat(text(others.load("s1").orElseThrow(), "cart")).isEqualTo("apple");
    replacePrimary();
    assertThat(text(others.load("s1").orElseThrow(), "cart")).isEqualTo("apple");
    others.save("s1", SessionChange.builder().put("cart", bytes("pear")).build());
    assertThat(text(sessions.load("s1").orElseThrow(), "cart")).isEqualTo("pear");
  }

  @Test
  void serversThatChangeDifferentAttributesBothWin() {
    sessions.create(session("s2", "carla"));
    sessions.save("s2", SessionChange.builder().put("one", bytes("1")).build());
    replacePrimary();
    others.save("s2", SessionChange.builder().put("other", bytes("2")).build());
    Session both = sessions.load("s2").orElseThrow();
    assertThat(both.attributes()).containsOnlyKeys("one", "other");
  }

  @Test
  void aDeletedSessionStaysDeletedThroughTheKill() {
    sessions.create(session("s3", "dora"));
    assertThat(sessions.delete("s3")).isTrue();
    replacePrimary();
    assertThat(others.load("s3")).isEmpty();
    assertThatThrownBy(
            () -> others.save("s3", SessionChange.builder().put("x", bytes("x")).build()))
        .isInstanceOfSatisfying(
            ZonekeepException.class,
            refusal ->
                assertThat(refusal.reason()).isEqualTo(ZonekeepException.Reason.NO_SUCH_SESSION));
  }

  @Test
  void aUsersSessionsAreFoundUnderTheirNewIdsAfterTheKill() {
    sessions.create(session("s4", "emma"));
    sessions.create(session("s5", "emma"));
    sessions.changeId("s4", "s4-new");
    replacePrimary();
    assertThat(others.findByPrincipal("emma"))
        .extracting(Session::id)
        .isEqualTo(List.of("s4-new", "s5"));
    assertThat(others.load("s4")).isEmpty();
  }

  @Test
  void aSessionInUseOutlivesItsInactiveTimeThroughAKillAndThenEnds() {
    Duration inactiveMax = Duration.ofSeconds(3);
    sessions.create(new NewSession("s6", Optional.of(inactiveMax), Optional.empty(), Map.of()));
    long begun = System.nanoTime();
    LocalNode killed = cluster.primary();
    killed.kill();
    while (System.nanoTime() - begun < 2 * inactiveMax.toNanos()) {
      assertThat(sessions.touch("s6")).isTrue();
      Pause.of(Duration.ofMillis(500));
    }
    cluster.startAndCatchUp(killed);
    Pause.until("the session ends", TestCluster.LONG, () -> others.peek("s6").isEmpty());
  }

  private static void replacePrimary() {
    LocalNode primary = cluster.primary();
    primary.kill();
    cluster.view().awaitPrimaryAfter(primary, TestCluster.LONG);
    cluster.startAndCatchUp(primary);
  }

  private static NewSession session(String id, String user) {
    return new NewSession(id, Optional.of(INACTIVE_MAX), Optional.of(user), Map.of());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static String text(Session session, String attribute) {
    return new String(session.attributes().get(attribute), UTF_8);
  }
}

package io.zonekeep.server.state;

import static io.zonekeep.server.state.AppliedState.LIMITS;
import static io.zonekeep.server.state.AppliedState.createSession;
import static io.zonekeep.server.state.AppliedState.save;
import static io.zonekeep.server.state.AppliedState.session;
import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeep.server.state.Result.SessionRefusal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SessionCommandsTest {
  private final AppliedState state = new AppliedState();

  @Test
  void savesOfDifferentAttributesBothWin() {
    state.apply(createSession("s", 1_000, ""));
    state.apply(save("s", "cart", "apples"));
    state.apply(save("s", "name", "Ada"));
    assertThat(stored("s").attributes())
        .containsEntry("cart", Bytes.utf8("apples"))
        .containsEntry("name", Bytes.utf8("Ada"));
  }

  @Test
  void aSaveChangesRemovesAndTouchesAtOnce() {
    state.apply(createSession("s", 1_000, "ada"));
    state.apply(save("s", "old", "v"));
    state.now += 500;
    TreeMap<String, Bytes> changed = new TreeMap<>();
    changed.put("new", Bytes.utf8("v"));
    Result result =
        state.apply(
            new Command.SaveSession(
                session("s"),
                changed,
                List.of("old", "unknown"),
                OptionalLong.of(2_000),
                Optional.of("adam"),
                OptionalLong.of(2),
                Optional.empty(),
                LIMITS));
    assertThat(result).isEqualTo(new Result.Written(3));
    Session saved = stored("s");
    assertThat(saved.attributes()).containsOnlyKeys("new");
    assertThat(saved.touchedMillis()).isEqualTo(state.now);
    assertThat(saved.dueMillis()).hasValue(state.now + 2_000);
    assertThat(find("ada")).isEmpty();
    assertThat(find("adam")).containsExactly("s");
  }

  @Test
  void aSaveAfterADeleteIsRefusedAndRevivesNothing() {
    state.apply(createSession("s", 1_000, "ada"));
    assertThat(state.apply(new Command.DeleteSession(session("s"))))
        .isEqualTo(new Result.Deleted(true, 2));
    assertThat(state.apply(save("s", "a", "b")))
        .isEqualTo(refused(SessionRefusal.NO_SUCH_SESSION, 0));
    assertThat(state.store.rows(Table.SESSIONS)).isEmpty();
    assertThat(state.apply(new Command.DeleteSession(session("s"))))
        .isEqualTo(new Result.Deleted(false, 3));
  }

  @Test
  void aDeleteTakesAttributesWrittenInTheSameEntry() {
    state.apply(
        Write.anonymous(createSession("s", 1_000, "ada")),
        Write.anonymous(save("s", "a", "b")),
        Write.anonymous(new Command.DeleteSession(session("s"))));
    assertThat(state.store.rows(Table.SESSIONS)).isEmpty();
    assertThat(state.store.rows(Table.PRINCIPALS)).isEmpty();
  }

  @Test
  void anIdIsTakenOnce() {
    state.apply(createSession("s", 1_000, ""));
    assertThat(state.apply(createSession("s", 1_000, "")))
        .isEqualTo(refused(SessionRefusal.SESSION_ID_TAKEN, 1));
  }

  @Test
  void aSaveOfAnOldVersionIsRefused() {
    state.apply(createSession("s", 1_000, ""));
    state.apply(save("s", "a", "1"));
    Command.SaveSession late =
        new Command.SaveSession(
            session("s"),
            new TreeMap<>(),
            List.of(),
            OptionalLong.empty(),
            Optional.empty(),
            OptionalLong.of(1),
            Optional.empty(),
            LIMITS);
    assertThat(state.apply(late)).isEqualTo(refused(SessionRefusal.VERSION_MISMATCH, 2));
  }

  @Test
  void limitsCountWhatTheSessionWouldHaveAfterwards() {
    SessionLimits limits = new SessionLimits(2, 10);
    state.apply(createSession("s", 1_000, ""));
    assertThat(state.apply(limited("a", "1234", limits))).isEqualTo(new Result.Written(2));
    assertThat(state.apply(limited("b", "12345", limits)))
        .isEqualTo(refused(SessionRefusal.SESSION_TOO_LARGE, 2));
    assertThat(state.apply(limited("b", "1234", limits))).isEqualTo(new Result.Written(3));
    assertThat(state.apply(limited("a", "4321", limits))).isEqualTo(new Result.Written(4));
    assertThat(state.apply(limited("c", "", limits)))
        .isEqualTo(refused(SessionRefusal.SESSION_TOO_LARGE, 4));
    assertThat(stored("s").attributes()).containsOnlyKeys("a", "b");
  }

  @Test
  void aTouchRewritesTheSmallHeaderAndNothingElse() {
    state.apply(createSession("0123456789abcdef0123456789abcdef", 1_800_000, "ada@example.org"));
    Bytes row = SessionRows.header(session("0123456789abcdef0123456789abcdef"));
    int before = state.store.rows(Table.SESSIONS).size();
    state.now += 1_000;
    assertThat(
            state.apply(
                new Command.TouchSessions(
                    List.of(session("0123456789abcdef0123456789abcdef"), session("none")))))
        .isEqualTo(new Result.SessionsTouched(List.of(true, false)));
    assertThat(state.store.rows(Table.SESSIONS)).hasSize(before);
    assertThat(state.store.get(Table.SESSIONS, row).orElseThrow().length()).isLessThanOrEqualTo(60);
    assertThat(stored("0123456789abcdef0123456789abcdef").version()).isEqualTo(1);
  }

  @Test
  void anotherIdTakesAttributesPrincipalAndExpiryAlong() {
    state.apply(createSession("old", 1_000, "ada"));
    state.apply(save("old", "cart", "full"));
    assertThat(state.apply(new Command.ChangeSessionId(session("old"), "new")))
        .isEqualTo(new Result.Written(3));
    assertThat(state.machine.reader().session(session("old"))).isEmpty();
    assertThat(stored("new").attributes()).containsOnlyKeys("cart");
    assertThat(find("ada")).containsExactly("new");
    state.now += 1_000;
    assertThat(state.sweep()).isEqualTo(1);
    assertThat(state.store.rows(Table.SESSIONS)).isEmpty();
    assertThat(state.store.rows(Table.DUE)).isEmpty();
  }

  @Test
  void anIdChangeIsAWriteAndSoRenewsTheLife() {
    state.apply(createSession("old", 1_000, ""));
    state.now += 900;
    state.apply(new Command.ChangeSessionId(session("old"), "new"));
    state.now += 900;
    assertThat(state.sweep()).isZero();
  }

  @Test
  void anIdChangeToItselfGivesANewVersion() {
    state.apply(createSession("s", 1_000, "ada"));
    assertThat(state.apply(new Command.ChangeSessionId(session("s"), "s")))
        .isEqualTo(new Result.Written(2));
    assertThat(stored("s").version()).isEqualTo(2);
    assertThat(find("ada")).containsExactly("s");
  }

  @Test
  void anIdChangeToATakenIdOrFromNoneIsRefused() {
    state.apply(createSession("a", 1_000, ""));
    state.apply(createSession("b", 1_000, ""));
    assertThat(state.apply(new Command.ChangeSessionId(session("a"), "b")))
        .isEqualTo(refused(SessionRefusal.SESSION_ID_TAKEN, 2));
    assertThat(state.apply(new Command.ChangeSessionId(session("none"), "b")))
        .isEqualTo(refused(SessionRefusal.NO_SUCH_SESSION, 0));
  }

  @Test
  void aSessionWhoseIdBeginsWithAnothersIsNotTouchedByItsDeletion() {
    state.apply(createSession("s", 1_000, ""));
    state.apply(createSession("s1", 1_000, ""));
    state.apply(save("s1", "a", "b"));
    state.apply(new Command.DeleteSession(session("s")));
    assertThat(stored("s1").attributes()).containsOnlyKeys("a");
  }

  @Test
  void attributesComeInTheByteOrderOfTheirNames() {
    state.apply(createSession("s", -1, ""));
    for (String name : List.of("\uD83D\uDE00", "\uFFFD", "b", "a", "\u00e9", "ab")) {
      state.apply(save("s", name, "v"));
    }
    assertThat(stored("s").attributes().keySet())
        .containsExactly("a", "ab", "b", "\u00e9", "\uFFFD", "\uD83D\uDE00");
  }

  @Test
  void findingSessionsOfAPrincipalComesInPages() {
    for (String id : List.of("s1", "s2", "s3")) {
      state.apply(createSession(id, -1, "ada"));
    }
    Page<Session> first =
        state.machine.reader().sessionsByPrincipal("n", "ada", "", 2, 1_000, true);
    assertThat(first.items()).extracting(Session::id).containsExactly("s1", "s2");
    assertThat(first.more()).isTrue();
    Page<Session> second =
        state.machine.reader().sessionsByPrincipal("n", "ada", "s2", 2, 1_000, true);
    assertThat(second.items()).extracting(Session::id).containsExactly("s3");
    assertThat(second.more()).isFalse();
  }

  private Command limited(String name, String value, SessionLimits limits) {
    TreeMap<String, Bytes> changed = new TreeMap<>();
    changed.put(name, Bytes.utf8(value));
    return new Command.SaveSession(
        session("s"),
        changed,
        List.of(),
        OptionalLong.empty(),
        Optional.empty(),
        OptionalLong.empty(),
        Optional.empty(),
        limits);
  }

  private static Command.SaveSession renamingSave(
      String id, String newId, SortedMap<String, Bytes> changed) {
    return new Command.SaveSession(
        session(id),
        changed,
        List.of(),
        OptionalLong.empty(),
        Optional.of("eve"),
        OptionalLong.empty(),
        Optional.of(newId),
        LIMITS);
  }

  @Test
  void aSaveWithANewIdIsOneStep() {
    state.apply(createSession("s", 1_000, "ada"));
    SortedMap<String, Bytes> changed = new TreeMap<>(Map.of("user", Bytes.utf8("eve")));
    assertThat(state.apply(renamingSave("s", "t", changed))).isInstanceOf(Result.Written.class);
    assertThat(state.machine.reader().session(session("s"))).isEmpty();
    Session renamed = stored("t");
    assertThat(renamed.attributes()).containsEntry("user", Bytes.utf8("eve"));
    assertThat(renamed.principal()).isEqualTo("eve");
  }

  @Test
  void aSaveWhoseNewIdIsTakenSavesNothing() {
    state.apply(createSession("s", 1_000, "ada"));
    state.apply(createSession("t", 1_000, ""));
    Session before = stored("s");
    SortedMap<String, Bytes> changed = new TreeMap<>(Map.of("user", Bytes.utf8("eve")));
    assertThat(state.apply(renamingSave("s", "t", changed)))
        .isEqualTo(refused(SessionRefusal.SESSION_ID_TAKEN, stored("t").version()));
    assertThat(stored("s")).isEqualTo(before);
  }

  private Session stored(String id) {
    return state.machine.reader().session(session(id)).orElseThrow();
  }

  private List<String> find(String principal) {
    return state
        .machine
        .reader()
        .sessionsByPrincipal("n", principal, "", 10, 1_000, false)
        .items()
        .stream()
        .map(Session::id)
        .toList();
  }

  private static Result refused(SessionRefusal refusal, long presentVersion) {
    return new Result.SessionRefused(refusal, presentVersion);
  }
}

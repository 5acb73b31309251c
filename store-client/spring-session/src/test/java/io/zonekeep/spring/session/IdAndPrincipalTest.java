package io.zonekeep.spring.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Changes of id, and sessions by principal. */
@ParameterizedClass
@EnumSource(TwoServers.Kind.class)
final class IdAndPrincipalTest extends TwoServers {
  IdAndPrincipalTest(Kind kind) {
    super(kind);
  }

  @Test
  void anIdIsChangedAlone() {
    ZonekeepSession session = saved(a, Map.of("x", "1"));
    String before = session.getId();

    String after = session.changeSessionId();
    a.save(session);

    assertThat(after).isNotEqualTo(before).isEqualTo(session.getId());
    assertThat(b.find(before)).isNull();
    assertThat(found(b, after).<String>getAttribute("x")).isEqualTo("1");
  }

  @Test
  void anIdIsChangedTwice() {
    ZonekeepSession session = saved(a, Map.of("x", "1"));
    String first = session.getId();
    session.setAttribute("x", "2");
    String second = session.changeSessionId();
    session.setAttribute("x", "3");
    String third = session.changeSessionId();
    a.save(session);

    assertThat(b.find(first)).isNull();
    assertThat(b.find(second)).isNull();
    assertThat(found(b, third).<String>getAttribute("x")).isEqualTo("3");
  }

  @Test
  void anIdIsChangedBeforeTheFirstSave() {
    ZonekeepSession session = a.create();
    String before = session.getId();
    session.setAttribute("x", "1");
    String after = session.changeSessionId();
    a.save(session);

    assertThat(b.find(before)).isNull();
    assertThat(b.find(after)).isNotNull();
  }

  @Test
  void aChangedIdIsSavedTwice() {
    ZonekeepSession session = saved(a, Map.of());
    String before = session.getId();
    session.setAttribute("x", "1");
    String after = session.changeSessionId();
    a.save(session);
    a.save(session);

    assertThat(b.find(before)).isNull();
    assertThat(found(b, after).<String>getAttribute("x")).isEqualTo("1");
  }

  @Test
  void theIdOfADeletedSessionIsNotChanged() {
    ZonekeepSession session = saved(a, Map.of());
    String before = session.getId();
    b.delete(before);
    session.setAttribute("x", "1");
    String after = session.changeSessionId();

    assertThatThrownBy(() -> a.save(session)).isInstanceOf(SessionGoneException.class);

    assertThat(b.find(before)).isNull();
    assertThat(b.find(after)).isNull();
  }

  @Test
  void ofTwoWhoChangeAnIdOneWins() {
    String id = saved(a, Map.of()).getId();
    ZonekeepSession onA = found(a, id);
    ZonekeepSession onB = found(b, id);
    onA.changeSessionId();
    onA.setAttribute("x", "A");
    a.save(onA);
    String lost = onB.changeSessionId();
    onB.setAttribute("y", "B");

    assertThatThrownBy(() -> b.save(onB)).isInstanceOf(SessionGoneException.class);

    assertThat(b.find(id)).isNull();
    assertThat(b.find(lost)).isNull();
    assertThat(found(b, onA.getId()).getAttributeNames()).containsExactly("x");
  }

  @Test
  void manyWhoChangeAnIdAtTheSameTimeLeaveOneSession() {
    String id = saved(a, Map.of("x", "1")).getId();
    List<ZonekeepSession> copies = IntStream.range(0, 10).mapToObj(i -> found(a, id)).toList();

    List<CompletableFuture<Boolean>> saves =
        copies.stream().map(copy -> CompletableFuture.supplyAsync(() -> changesId(copy))).toList();

    assertThat(saves.stream().filter(CompletableFuture::join)).hasSize(1);
    assertThat(copies.stream().filter(copy -> b.find(copy.getId()) != null)).hasSize(1);
  }

  private boolean changesId(ZonekeepSession copy) {
    copy.changeSessionId();
    try {
      a.save(copy);
      return true;
    } catch (SessionGoneException e) {
      return false;
    }
  }

  @Test
  void thePrincipalsSessionsAreFound() {
    ZonekeepSession session = saved(a, Map.of(principalAttribute(), "berta", "x", "1"));
    saved(b, Map.of(principalAttribute(), "carl"));
    saved(b, Map.of());

    Map<String, ZonekeepSession> found = b.ofPrincipal("berta");

    assertThat(found).containsOnlyKeys(session.getId());
    assertThat(found.values().iterator().next().<String>getAttribute("x")).isEqualTo("1");
    assertThat(b.ofPrincipal("nobody")).isEmpty();
  }

  @Test
  void allPagesOfAPrincipalsSessionsAreFound() {
    IntStream.range(0, 205).forEach(i -> saved(a, Map.of(principalAttribute(), "robot")));
    assertThat(b.ofPrincipal("robot")).hasSize(205);
  }

  @Test
  void thePrincipalIsChangedAndRemoved() {
    String id = saved(a, Map.of(principalAttribute(), "berta")).getId();

    ZonekeepSession renamed = found(b, id);
    renamed.setAttribute(principalAttribute(), "Berta B.");
    b.save(renamed);
    assertThat(a.ofPrincipal("berta")).isEmpty();
    assertThat(a.ofPrincipal("Berta B.")).containsOnlyKeys(id);

    ZonekeepSession loggedOut = found(a, id);
    loggedOut.removeAttribute(principalAttribute());
    a.save(loggedOut);
    assertThat(b.ofPrincipal("Berta B.")).isEmpty();
    assertThat(b.find(id)).isNotNull();
  }

  @Test
  void thePrincipalStaysWhenSomethingElseIsSavedAfterAReload() {
    String id = saved(a, Map.of(principalAttribute(), "berta")).getId();
    ZonekeepSession reloaded = found(b, id);
    reloaded.setAttribute("x", "1");
    b.save(reloaded);
    assertThat(a.ofPrincipal("berta")).containsOnlyKeys(id);
  }

  @Test
  void anotherServersLogOutIsNotUndoneBySavingSomethingElse() {
    String id = saved(a, Map.of(principalAttribute(), "berta")).getId();
    ZonekeepSession onB = found(b, id);
    ZonekeepSession loggedOut = found(a, id);
    loggedOut.removeAttribute(principalAttribute());
    a.save(loggedOut);

    onB.setAttribute("x", "1");
    b.save(onB);

    assertThat(a.ofPrincipal("berta")).isEmpty();
  }

  @Test
  void thePrincipalFollowsTheIdAndEndsWithTheSession() {
    ZonekeepSession session = saved(a, Map.of(principalAttribute(), "berta"));
    session.changeSessionId();
    a.save(session);
    assertThat(b.ofPrincipal("berta")).containsOnlyKeys(session.getId());

    b.delete(session.getId());
    assertThat(a.ofPrincipal("berta")).isEmpty();

    ZonekeepSession shortLived = a.create();
    shortLived.setAttribute(principalAttribute(), "dora");
    shortLived.setMaxInactiveInterval(Duration.ofMillis(200));
    a.save(shortLived);
    Awaitility.await().until(() -> b.ofPrincipal("dora").isEmpty());
  }

  @Test
  void aLogInAfterAnotherServersLogOutIsFound() {
    String id = saved(a, Map.of(principalAttribute(), "berta")).getId();
    ZonekeepSession onB = found(b, id);
    ZonekeepSession loggedOut = found(a, id);
    loggedOut.removeAttribute(principalAttribute());
    a.save(loggedOut);

    onB.setAttribute(principalAttribute(), "berta");
    b.save(onB);

    assertThat(a.ofPrincipal("berta")).containsOnlyKeys(id);
  }
}

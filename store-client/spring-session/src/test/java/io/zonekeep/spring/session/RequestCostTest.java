package io.zonekeep.spring.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.session.SaveMode;

/** What a request costs on the wire, save modes, and the near cache. */
@ParameterizedClass
@EnumSource(TwoServers.Kind.class)
final class RequestCostTest extends TwoServers {
  RequestCostTest(Kind kind) {
    super(kind);
  }

  @Test
  void aRequestCostsOneReadAndAtMostOneWrite() {
    String id = saved(a, Map.of("x", "1")).getId();

    assertThat(wire().during(() -> web(b, id, session -> {}))).containsExactly("load");
    assertThat(wire().during(() -> web(b, id, session -> session.getAttribute("x"))))
        .containsExactly("load");
    assertThat(
            wire()
                .during(() ->
                    web(
                        b,
                        id,
                        session -> {
                          session.setAttribute("x", "2");
                          session.setAttribute("y", "2");
                          session.removeAttribute("z");
                          session.setMaxInactiveInterval(Duration.ofHours(1));
                        })))
        .containsExactly("load", "save");
    assertThat(
            wire()
                .during(() -> {
                  ZonekeepSession session = b.create();
                  session.setLastAccessedTime(Instant.now());
                  session.setAttribute("x", "1");
                  b.save(session);
                  b.save(session);
                }))
        .containsExactly("create");
    assertThat(
            wire()
                .during(() ->
                    web(
                        b,
                        id,
                        session -> {
                          session.changeSessionId();
                          session.setAttribute("x", "2");
                        })))
        .containsExactly("load", "save");
  }

  /** What Spring Session's filter does in a request that commits early. */
  private static void web(Server server, String id, Consumer<ZonekeepSession> app) {
    ZonekeepSession session = found(server, id);
    session.setLastAccessedTime(Instant.now());
    app.accept(session);
    server.save(session);
    server.save(session);
  }

  @Test
  void aUseLongAfterTheLoadIsToldToTheStore() {
    ZonekeepSession session = found(a, saved(a, Map.of()).getId());
    session.setLastAccessedTime(Instant.now().plusSeconds(90));
    assertThat(wire().during(() -> a.save(session))).containsExactly("touch");
  }

  @Test
  void onGetAttributeSavesWhatWasRead() {
    Server reading = server(new Settings().with(SaveMode.ON_GET_ATTRIBUTE));
    String id = saved(a, Map.of("list", new int[] {1}, "other", "1")).getId();
    ZonekeepSession session = found(reading, id);
    session.<int[]>getRequiredAttribute("list")[0] = 2;
    reading.save(session);
    assertThat(found(b, id).<int[]>getAttribute("list")).containsExactly(2);

    assertThat(wire().during(() -> web(reading, id, any -> {}))).containsExactly("load");
  }

  @Test
  void onSetAttributeSavesOnlyWhatWasSet() {
    String id = saved(a, Map.of("list", new int[] {1})).getId();
    ZonekeepSession session = found(a, id);
    session.<int[]>getRequiredAttribute("list")[0] = 2;
    a.save(session);
    assertThat(found(b, id).<int[]>getAttribute("list")).containsExactly(1);
  }

  @Test
  void alwaysSavesAll() {
    Server always = server(new Settings().with(SaveMode.ALWAYS));
    String id = saved(a, Map.of("x", "1", "y", "1")).getId();
    ZonekeepSession session = found(always, id);
    ZonekeepSession onB = found(b, id);
    onB.setAttribute("x", "2");
    b.save(onB);

    assertThat(wire().during(() -> always.save(session))).containsExactly("save");
    assertThat(found(b, id).<String>getAttribute("x")).isEqualTo("1");
  }

  @Test
  void theNearCacheIsCheckedByVersionAtEachUse() {
    Server near = server(new Settings().with(new NearCache(10, 1_000_000)));
    String id = saved(a, Map.of("x", "1")).getId();
    found(near, id);
    assertThat(wire().during(() -> web(near, id, session -> {}))).containsExactly("refresh");
    assertThat(near.metrics().notModified()).isEqualTo(1);

    ZonekeepSession onB = found(b, id);
    onB.setAttribute("x", "2");
    b.save(onB);
    assertThat(found(near, id).<String>getAttribute("x")).isEqualTo("2");
    assertThat(near.metrics().notModified()).isEqualTo(1);

    b.delete(id);
    assertThat(near.find(id)).isNull();
    assertThat(near.metrics().nearSessions()).isZero();
  }

  @Test
  void requestsShareNoObjectsThroughTheNearCache() {
    Server near = server(new Settings().with(new NearCache(10, 1_000_000)));
    String id = saved(a, Map.of("list", new int[] {1})).getId();
    found(near, id).<int[]>getRequiredAttribute("list")[0] = 2;
    assertThat(found(near, id).<int[]>getAttribute("list")).containsExactly(1);
  }
}

package io.zonekeep.client;

import static io.zonekeep.client.ScriptedCluster.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import io.zonekeep.client.ZonekeepException.Reason;
import io.zonekeep.v1.Attribute;
import io.zonekeep.v1.Call;
import io.zonekeep.v1.FindSessionsByPrincipalResponse;
import io.zonekeep.v1.LoadSessionResponse;
import io.zonekeep.v1.NotModified;
import io.zonekeep.v1.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class SessionsTest {
  private static final io.zonekeep.v1.Session STORED =
      io.zonekeep.v1.Session.newBuilder()
          .setId("s1")
          .setVersion(7)
          .setCreatedAtMillis(1_000)
          .setLastAccessedAtMillis(2_000)
          .setMaxInactiveMillis(60_000)
          .setPrincipal("ann")
          .addAttributes(
              Attribute.newBuilder().setName("cart").setValue(ByteString.copyFromUtf8("tea")))
          .build();

  private final ScriptedCluster cluster = new ScriptedCluster();
  private final ZonekeepClient client = Zonekeep.connect(cluster.target());
  private final Sessions sessions = client.sessions("shop");

  @AfterEach
  void close() {
    client.close();
    cluster.close();
  }

  @Test
  void createSendsAllOfIt() {
    answer(reply -> reply.setCreateSession(reply.getCreateSessionBuilder().setVersion(3)));
    long version =
        sessions.create(
            new NewSession(
                "s1",
                Optional.of(Duration.ofMinutes(1)),
                Optional.of("ann"),
                Map.of("cart", bytes("tea"))));
    assertThat(version).isEqualTo(3);
    Call call = received();
    assertThat(call.getCreateSession().getNamespace()).isEqualTo("shop");
    assertThat(call.getCreateSession().getMaxInactiveMillis()).isEqualTo(60_000);
    assertThat(call.getCreateSession().getPrincipal()).isEqualTo("ann");
    assertThat(call.getCreateSession().getAttributesList()).isEqualTo(STORED.getAttributesList());
    assertThat(call.getCreateSession().getWriteId().getSequence()).isEqualTo(1);
  }

  @Test
  void loadTouchesAndPeekDoesNot() {
    answer(reply -> reply.setLoadSession(LoadSessionResponse.newBuilder().setSession(STORED)));
    Session session = sessions.load("s1").orElseThrow();
    assertThat(session.version()).isEqualTo(7);
    assertThat(session.maxInactive()).hasValue(Duration.ofMinutes(1));
    assertThat(session.principal()).hasValue("ann");
    assertThat(session.attributes()).containsEntry("cart", bytes("tea"));
    assertThat(received().getLoadSession().getTouch()).isTrue();
    sessions.peek("s1");
    assertThat(received().getLoadSession().getTouch()).isFalse();
  }

  @Test
  void refreshKeepsTheKnownBodyAndTakesTheNewAccess() {
    answer(reply -> reply.setLoadSession(LoadSessionResponse.newBuilder().setSession(STORED)));
    Session known = sessions.load("s1").orElseThrow();
    answer(reply ->
        reply.setLoadSession(
            LoadSessionResponse.newBuilder()
                .setNotModified(NotModified.newBuilder().setLastAccessedAtMillis(9_000))));
    Session fresh = sessions.refresh(known).orElseThrow();
    assertThat(received().getLoadSession().getKnownVersion()).isEqualTo(7);
    assertThat(fresh.lastAccessedAt()).isEqualTo(Instant.ofEpochMilli(9_000));
    assertThat(fresh.attributes()).containsEntry("cart", bytes("tea"));
  }

  @Test
  void noSessionIsEmpty() {
    answer(reply -> reply.setLoadSession(LoadSessionResponse.getDefaultInstance()));
    assertThat(sessions.load("s1")).isEmpty();
  }

  @Test
  void saveSendsWhatChangedOnly() {
    answer(reply -> reply.setSaveSession(reply.getSaveSessionBuilder().setVersion(8)));
    SessionChange change =
        SessionChange.builder()
            .put("cart", bytes("milk"))
            .remove("coupon")
            .maxInactive(Duration.ofSeconds(-1))
            .principal("")
            .ifVersion(7)
            .build();
    assertThat(sessions.save("s1", change)).isEqualTo(8);
    Call call = received();
    assertThat(call.getSaveSession().getRemovedList()).containsExactly("coupon");
    assertThat(call.getSaveSession().getMaxInactiveMillis()).isEqualTo(-1);
    assertThat(call.getSaveSession().hasMaxInactiveMillis()).isTrue();
    assertThat(call.getSaveSession().hasPrincipal()).isTrue();
    assertThat(call.getSaveSession().getIfVersion()).isEqualTo(7);
  }

  @Test
  void touchChangeIdAndDeleteAnswer() {
    answer(reply -> reply.setTouchSession(reply.getTouchSessionBuilder().setFound(true)));
    assertThat(sessions.touch("s1")).isTrue();
    answer(reply -> reply.setChangeSessionId(reply.getChangeSessionIdBuilder().setVersion(9)));
    assertThat(sessions.changeId("s1", "s2")).isEqualTo(9);
    answer(reply -> reply.setDeleteSession(reply.getDeleteSessionBuilder().setExisted(true)));
    assertThat(sessions.delete("s2")).isTrue();
  }

  @Test
  void allPagesOfAPrincipalAreRead() {
    cluster.a.script(call -> {
      boolean first = call.getFindSessionsByPrincipal().getAfterId().isEmpty();
      return Reply.newBuilder()
          .setCallId(call.getCallId())
          .setFindSessionsByPrincipal(
              FindSessionsByPrincipalResponse.newBuilder()
                  .addSessions(STORED.toBuilder().setId(first ? "s1" : "s2"))
                  .setMore(first))
          .build();
    });
    assertThat(sessions.findByPrincipal("ann")).extracting(Session::id).containsExactly("s1", "s2");
  }

  @Test
  void badArgumentsNameTheirField() {
    assertInvalid(() -> client.sessions("No"), "namespace");
    assertInvalid(() -> sessions.load(""), "id");
    assertInvalid(() -> sessions.findByPrincipal(""), "principal");
    KeyValue keys = client.keyValue("test");
    assertInvalid(() -> keys.get(new byte[0]), "key");
    assertInvalid(() -> keys.put(bytes("k"), new byte[9 * 1024 * 1024]), "8,323,072");
    assertInvalid(
        () -> keys.put(bytes("k"), bytes("v"), PutOptions.expiringAfter(Duration.ZERO)), "ttl");
    assertInvalid(
        () -> keys.touch(bytes("k"), Optional.of(Duration.ofDays(4_000))), "ttl PT96000H");
    assertInvalid(() -> keys.scan(new byte[0], new byte[0], 1_001, true), "limit");
    assertInvalid(() -> keys.batch(java.util.List.of()), "operations");
    assertInvalid(() -> Zonekeep.connect("http://x"), "zonekeep://");
    assertInvalid(
        () -> Zonekeep.builder("zonekeep:///x").callTimeout(Duration.ofMillis(1)), "callTimeout");
  }

  private static void assertInvalid(Runnable call, String part) {
    ZonekeepException failure = catchThrowableOfType(ZonekeepException.class, call::run);
    assertThat(failure.reason()).isEqualTo(Reason.INVALID_ARGUMENT);
    assertThat(failure).hasMessageContaining(part);
  }

  private void answer(UnaryOperator<Reply.Builder> answer) {
    cluster.a.script(call -> answer.apply(Reply.newBuilder().setCallId(call.getCallId())).build());
  }

  private Call received() {
    return cluster.a.received().get(cluster.a.received().size() - 1);
  }
}

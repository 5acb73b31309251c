package io.zonekeep.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.zonekeep.v1.Attribute;
import io.zonekeep.v1.ChangeSessionIdRequest;
import io.zonekeep.v1.CreateSessionRequest;
import io.zonekeep.v1.CreateSessionResponse;
import io.zonekeep.v1.DeleteSessionRequest;
import io.zonekeep.v1.FindSessionsByPrincipalRequest;
import io.zonekeep.v1.FindSessionsByPrincipalResponse;
import io.zonekeep.v1.LoadSessionRequest;
import io.zonekeep.v1.LoadSessionResponse;
import io.zonekeep.v1.SaveSessionRequest;
import io.zonekeep.v1.SessionServiceGrpc;
import io.zonekeep.v1.StandbyRead;
import io.zonekeep.v1.TouchSessionRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SessionApiTest {
  private final TestNode node = TestNode.start();
  private final SessionServiceGrpc.SessionServiceBlockingStub sessions =
      SessionServiceGrpc.newBlockingStub(node.channel);

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void whatIsCreatedIsLoaded() {
    long version = create("s").getVersion();

    LoadSessionResponse loaded = sessions.loadSession(load("s").build());

    assertThat(loaded.getSession().getId()).isEqualTo("s");
    assertThat(loaded.getSession().getVersion()).isEqualTo(version);
    assertThat(loaded.getSession().getPrincipal()).isEqualTo("ann");
    assertThat(loaded.getSession().getMaxInactiveMillis()).isEqualTo(60_000);
    assertThat(loaded.getSession().getCreatedAtMillis()).isEqualTo(1_000_001);
    assertThat(loaded.getSession().getAttributesList()).containsExactly(attribute("cart", "empty"));
  }

  @Test
  void aMissingSessionIsNeitherFoundNorTouched() {
    LoadSessionResponse.OutcomeCase nothing = LoadSessionResponse.OutcomeCase.OUTCOME_NOT_SET;

    assertThat(sessions.loadSession(load("s").build()).getOutcomeCase()).isEqualTo(nothing);
    assertThat(sessions.loadSession(load("s").setTouch(true).build()).getOutcomeCase())
        .isEqualTo(nothing);
    assertThat(sessions.touchSession(touch("s")).getFound()).isFalse();
  }

  @Test
  void aLoadThatTouchesMovesTheLastAccess() {
    create("s");

    sessions.loadSession(load("s").setTouch(true).build());

    assertThat(sessions.loadSession(load("s").build()).getSession().getLastAccessedAtMillis())
        .isEqualTo(1_000_002);
    assertThat(sessions.touchSession(touch("s")).getFound()).isTrue();
  }

  @Test
  void aKnownVersionIsNotSentAgain() {
    long version = create("s").getVersion();

    LoadSessionResponse same =
        sessions.loadSession(load("s").setTouch(true).setKnownVersion(version).build());
    LoadSessionResponse other =
        sessions.loadSession(load("s").setKnownVersion(version + 1).build());

    assertThat(same.hasNotModified()).isTrue();
    assertThat(same.getNotModified().getLastAccessedAtMillis()).isEqualTo(1_000_001);
    assertThat(other.hasSession()).isTrue();
  }

  @Test
  void aSaveChangesAndRemoves() {
    long created = create("s").getVersion();

    long saved =
        sessions
            .saveSession(
                save("s")
                    .addChanged(attribute("name", "Ann"))
                    .addRemoved("cart")
                    .setMaxInactiveMillis(-1)
                    .setPrincipal("bob")
                    .setIfVersion(created)
                    .build())
            .getVersion();

    LoadSessionResponse loaded = sessions.loadSession(load("s").build());
    assertThat(loaded.getSession().getVersion()).isEqualTo(saved).isGreaterThan(created);
    assertThat(loaded.getSession().getAttributesList()).containsExactly(attribute("name", "Ann"));
    assertThat(loaded.getSession().getMaxInactiveMillis()).isNegative();
    assertThat(loaded.getSession().getPrincipal()).isEqualTo("bob");
  }

  @Test
  void refusalsOfSessionsHaveCodesOfTheirOwn() {
    create("s");

    refused(() -> create("s"), Status.Code.ALREADY_EXISTS);
    refused(() -> sessions.saveSession(save("none").build()), Status.Code.NOT_FOUND);
    refused(() -> sessions.saveSession(save("s").setIfVersion(99).build()), Status.Code.ABORTED);
    refused(() -> sessions.changeSessionId(change("none", "t")), Status.Code.NOT_FOUND);
  }

  @Test
  void aSessionThatGrowsPastItsLimitIsRefused() {
    create("s");
    for (int i = 0; i < 3; i++) {
      sessions.saveSession(save("s").addChanged(attribute("a" + i, "x".repeat(1 << 20))).build());
    }

    refused(
        () ->
            sessions.saveSession(
                save("s").addChanged(attribute("a9", "x".repeat(1 << 20))).build()),
        Status.Code.FAILED_PRECONDITION);
  }

  @Test
  void aSessionAnswersToItsNewIdOnly() {
    create("s");

    long version = sessions.changeSessionId(change("s", "t")).getVersion();

    assertThat(sessions.loadSession(load("s").build()).hasSession()).isFalse();
    assertThat(sessions.loadSession(load("t").build()).getSession().getVersion())
        .isEqualTo(version);
  }

  @Test
  void aDeletedSessionIsGone() {
    create("s");
    DeleteSessionRequest delete =
        DeleteSessionRequest.newBuilder().setNamespace("n").setId("s").build();

    assertThat(sessions.deleteSession(delete).getExisted()).isTrue();
    assertThat(sessions.deleteSession(delete).getExisted()).isFalse();
  }

  @Test
  void sessionsOfAPrincipalAreFoundPageByPage() {
    create("s1");
    create("s2");
    create("s3");
    FindSessionsByPrincipalRequest.Builder find =
        FindSessionsByPrincipalRequest.newBuilder().setNamespace("n").setPrincipal("ann");

    FindSessionsByPrincipalResponse first =
        sessions.findSessionsByPrincipal(find.setLimit(2).build());
    FindSessionsByPrincipalResponse second =
        sessions.findSessionsByPrincipal(find.setAfterId("s2").setWithoutAttributes(true).build());

    assertThat(first.getSessionsList()).hasSize(2);
    assertThat(first.getMore()).isTrue();
    assertThat(first.getSessions(0).getAttributesList()).hasSize(1);
    assertThat(second.getSessionsList()).hasSize(1);
    assertThat(second.getMore()).isFalse();
    assertThat(second.getSessions(0).getAttributesList()).isEmpty();
  }

  @Test
  void aStandbyLoadsWhenAskedToButDoesNotTouch() {
    create("s");
    node.replication.becomeStandbyOf("b");
    LoadSessionRequest.Builder standby = load("s").setStandby(StandbyRead.getDefaultInstance());

    assertThat(sessions.loadSession(standby.build()).hasSession()).isTrue();
    refused(() -> sessions.loadSession(load("s").build()), Status.Code.UNAVAILABLE);
    refused(
        () -> sessions.loadSession(standby.setTouch(true).build()), Status.Code.INVALID_ARGUMENT);
  }

  private CreateSessionResponse create(String id) {
    return sessions.createSession(
        CreateSessionRequest.newBuilder()
            .setNamespace("n")
            .setId(id)
            .setMaxInactiveMillis(60_000)
            .setPrincipal("ann")
            .addAttributes(attribute("cart", "empty"))
            .build());
  }

  private static void refused(Runnable call, Status.Code code) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            failure -> assertThat(failure.getStatus().getCode()).isEqualTo(code));
  }

  private static SaveSessionRequest.Builder save(String id) {
    return SaveSessionRequest.newBuilder().setNamespace("n").setId(id);
  }

  private static LoadSessionRequest.Builder load(String id) {
    return LoadSessionRequest.newBuilder().setNamespace("n").setId(id);
  }

  private static TouchSessionRequest touch(String id) {
    return TouchSessionRequest.newBuilder().setNamespace("n").setId(id).build();
  }

  private static ChangeSessionIdRequest change(String id, String newId) {
    return ChangeSessionIdRequest.newBuilder().setNamespace("n").setId(id).setNewId(newId).build();
  }

  private static Attribute attribute(String name, String value) {
    return Attribute.newBuilder().setName(name).setValue(ByteString.copyFromUtf8(value)).build();
  }
}

package io.zonekeep.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.zonekeep.v1.Attribute;
import io.zonekeep.v1.BatchOperation;
import io.zonekeep.v1.BatchPut;
import io.zonekeep.v1.BatchRequest;
import io.zonekeep.v1.Call;
import io.zonekeep.v1.ChangeSessionIdRequest;
import io.zonekeep.v1.CreateSessionRequest;
import io.zonekeep.v1.DeleteSessionRequest;
import io.zonekeep.v1.ErrorReason;
import io.zonekeep.v1.FindSessionsByPrincipalRequest;
import io.zonekeep.v1.GetRequest;
import io.zonekeep.v1.PutRequest;
import io.zonekeep.v1.Reply;
import io.zonekeep.v1.SaveSessionRequest;
import io.zonekeep.v1.ScanRequest;
import io.zonekeep.v1.TouchRequest;
import io.zonekeep.v1.WriteId;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each limit, just broken: the refusal names the field and the setting. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ValidationTest {
  private static final long TEN_YEARS_MILLIS = 3_650L * 86_400_000;

  private final TestNode node = TestNode.start();
  private final TestStream stream = TestStream.open(node.channel);

  @AfterAll
  void stop() {
    node.close();
  }

  record Broken(Call.Builder call, String field, String limit) {}

  static List<Named<Broken>> broken() {
    return List.of(
        put("namespace", "a-z 0-9 . _ -", p -> p.setNamespace("")),
        put("namespace", "a-z 0-9 . _ -", p -> p.setNamespace("UPPER")),
        put("namespace", "1 to 64", p -> p.setNamespace("n".repeat(65))),
        put("key", "limit.key_bytes", p -> p.clearKey()),
        put("key", "limit.key_bytes", p -> p.setKey(ofLength(1_025))),
        put("value", "limit.value_bytes", p -> p.setValue(ofLength((1 << 20) + 1))),
        put("ttl_millis", "limit.ttl", p -> p.setTtlMillis(-1)),
        put("ttl_millis", "limit.ttl", p -> p.setTtlMillis(TEN_YEARS_MILLIS + 1)),
        put("write_id.sequence", "1 or more", p -> p.setWriteId(id())),
        put("write_id.sequence", "below 2^63", p -> p.setWriteId(id().setSequence(-1))),
        put(
            "write_id.client_id",
            "16",
            p -> p.setWriteId(id().setSequence(1).setClientId(ofLength(15)))),
        put(
            "write_id.oldest_unanswered",
            "at most the sequence",
            p -> p.setWriteId(id().setSequence(1).setOldestUnanswered(2))),
        put(
            "write_id.issued_at_millis",
            "negative",
            p -> p.setWriteId(id().setSequence(1).setIssuedAtMillis(-1))),
        named("key", "limit.key_bytes", c -> c.setGet(GetRequest.newBuilder().setNamespace("n"))),
        named(
            "ttl_millis",
            "limit.ttl",
            c ->
                c.setTouch(
                    TouchRequest.newBuilder()
                        .setNamespace("n")
                        .setKey(ofLength(1))
                        .setTtlMillis(-5))),
        named("operations", "limit.batch_operations", c -> c.setBatch(batchOf(0, 1, false))),
        named("operations", "limit.batch_operations", c -> c.setBatch(batchOf(129, 1, false))),
        named("operations", "limit.batch_bytes", c -> c.setBatch(batchOf(5, 900_000, false))),
        named("operations", "each key once", c -> c.setBatch(batchOf(2, 1, true))),
        named(
            "operations",
            "without an operation",
            c ->
                c.setBatch(
                    BatchRequest.newBuilder()
                        .setNamespace("n")
                        .addOperations(BatchOperation.getDefaultInstance()))),
        named(
            "prefix",
            "limit.key_bytes",
            c -> c.setScan(ScanRequest.newBuilder().setNamespace("n").setPrefix(ofLength(2_000)))),
        named(
            "limit",
            "limit.page_records",
            c -> c.setScan(ScanRequest.newBuilder().setNamespace("n").setLimit(1_001))),
        named(
            "principal",
            "limit.principal_bytes",
            c ->
                c.setFindSessionsByPrincipal(
                    FindSessionsByPrincipalRequest.newBuilder().setNamespace("n"))),
        named(
            "after_id",
            "limit.session_id_bytes",
            c ->
                c.setFindSessionsByPrincipal(
                    FindSessionsByPrincipalRequest.newBuilder()
                        .setNamespace("n")
                        .setPrincipal("p")
                        .setAfterId("x".repeat(257)))),
        create("id", "limit.session_id_bytes", s -> s.setId("")),
        create("id", "limit.session_id_bytes", s -> s.setId("ü".repeat(129))),
        create(
            "max_inactive_millis", "limit.ttl", s -> s.setMaxInactiveMillis(TEN_YEARS_MILLIS + 1)),
        create("principal", "limit.principal_bytes", s -> s.setPrincipal("p".repeat(257))),
        create(
            "attributes.name",
            "limit.attribute_name_bytes",
            s -> s.addAttributes(attribute("", 1))),
        create(
            "attributes.name",
            "limit.attribute_name_bytes",
            s -> s.addAttributes(attribute("a".repeat(257), 1))),
        create(
            "attributes",
            "each name once",
            s -> s.addAttributes(attribute("a", 1)).addAttributes(attribute("a", 1))),
        create("attributes", "limit.session_bytes", s -> s.addAttributes(attribute("a", 4 << 20))),
        create(
            "attributes",
            "limit.session_attributes",
            s -> {
              for (int i = 0; i < 1_025; i++) {
                s.addAttributes(attribute("a" + i, 1));
              }
            }),
        save("changed", "limit.session_bytes", s -> s.addChanged(attribute("a", 4 << 20))),
        save("removed", "limit.attribute_name_bytes", s -> s.addRemoved("")),
        save("removed", "each name once", s -> s.addChanged(attribute("a", 1)).addRemoved("a")),
        save("max_inactive_millis", "limit.ttl", s -> s.setMaxInactiveMillis(Long.MAX_VALUE)),
        named(
            "new_id",
            "limit.session_id_bytes",
            c ->
                c.setChangeSessionId(
                    ChangeSessionIdRequest.newBuilder().setNamespace("n").setId("s"))),
        named(
            "id",
            "limit.session_id_bytes",
            c -> c.setDeleteSession(DeleteSessionRequest.newBuilder().setNamespace("n"))));
  }

  @ParameterizedTest
  @MethodSource("broken")
  void aBrokenLimitIsNamed(Broken broken) {
    Reply reply = stream.callAndWait(broken.call().setCallId(1).build());

    assertThat(reply.getError().getReason()).isEqualTo(ErrorReason.ERROR_REASON_INVALID_FIELD);
    assertThat(reply.getError().getMessage()).startsWith(broken.field()).contains(broken.limit());
  }

  @Test
  void whatIsJustWithinTheLimitsIsTaken() {
    Call put =
        putOf(p ->
                p.setNamespace("n".repeat(64))
                    .setKey(ofLength(1_024))
                    .setValue(ofLength(1 << 20))
                    .setTtlMillis(TEN_YEARS_MILLIS))
            .setCallId(1)
            .build();
    Call create =
        Call.newBuilder()
            .setCallId(2)
            .setCreateSession(
                CreateSessionRequest.newBuilder()
                    .setNamespace("n")
                    .setId("ü".repeat(128))
                    .setMaxInactiveMillis(Long.MIN_VALUE)
                    .setPrincipal("p".repeat(256))
                    .addAttributes(attribute("a".repeat(256), 4_000_000)))
            .build();

    assertThat(stream.callAndWait(put).getPut().getApplied()).isTrue();
    assertThat(stream.callAndWait(create).hasCreateSession()).isTrue();
  }

  private static Named<Broken> put(
      String field, String limit, Consumer<PutRequest.Builder> change) {
    return Named.of(field + " " + limit, new Broken(putOf(change), field, limit));
  }

  private static Call.Builder putOf(Consumer<PutRequest.Builder> change) {
    PutRequest.Builder put = PutRequest.newBuilder().setNamespace("n").setKey(ofLength(1));
    change.accept(put);
    return Call.newBuilder().setPut(put);
  }

  private static Named<Broken> create(
      String field, String limit, Consumer<CreateSessionRequest.Builder> change) {
    CreateSessionRequest.Builder create =
        CreateSessionRequest.newBuilder().setNamespace("n").setId("s");
    change.accept(create);
    return named(field, limit, call -> call.setCreateSession(create));
  }

  private static Named<Broken> save(
      String field, String limit, Consumer<SaveSessionRequest.Builder> change) {
    SaveSessionRequest.Builder save = SaveSessionRequest.newBuilder().setNamespace("n").setId("s");
    change.accept(save);
    return named(field, limit, call -> call.setSaveSession(save));
  }

  private static Named<Broken> named(String field, String limit, Consumer<Call.Builder> change) {
    Call.Builder call = Call.newBuilder();
    change.accept(call);
    return Named.of(field + " " + limit, new Broken(call, field, limit));
  }

  private static BatchRequest batchOf(int count, int valueBytes, boolean sameKey) {
    BatchRequest.Builder batch = BatchRequest.newBuilder().setNamespace("n");
    for (int i = 0; i < count; i++) {
      String key = sameKey ? "k" : "k" + i;
      batch.addOperations(
          BatchOperation.newBuilder()
              .setPut(
                  BatchPut.newBuilder()
                      .setKey(ByteString.copyFromUtf8(key))
                      .setValue(ofLength(valueBytes))));
    }
    return batch.build();
  }

  private static Attribute attribute(String name, int bytes) {
    return Attribute.newBuilder().setName(name).setValue(ofLength(bytes)).build();
  }

  private static WriteId.Builder id() {
    return WriteId.newBuilder();
  }

  private static ByteString ofLength(int bytes) {
    return ByteString.copyFrom(new byte[bytes]);
  }
}

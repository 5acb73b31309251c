package io.zonekeep.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.zonekeep.v1.BatchCheck;
import io.zonekeep.v1.BatchDelete;
import io.zonekeep.v1.BatchOperation;
import io.zonekeep.v1.BatchPut;
import io.zonekeep.v1.BatchRequest;
import io.zonekeep.v1.BatchResponse;
import io.zonekeep.v1.DeleteRequest;
import io.zonekeep.v1.DeleteResponse;
import io.zonekeep.v1.GetRequest;
import io.zonekeep.v1.GetResponse;
import io.zonekeep.v1.KeyValueServiceGrpc;
import io.zonekeep.v1.PutRequest;
import io.zonekeep.v1.PutResponse;
import io.zonekeep.v1.ScanRequest;
import io.zonekeep.v1.ScanResponse;
import io.zonekeep.v1.StandbyRead;
import io.zonekeep.v1.TouchRequest;
import io.zonekeep.v1.TouchResponse;
import io.zonekeep.v1.WriteId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeyValueApiTest {
  private final TestNode node = TestNode.start();
  private final KeyValueServiceGrpc.KeyValueServiceBlockingStub keys =
      KeyValueServiceGrpc.newBlockingStub(node.channel);

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void whatIsPutIsGot() {
    PutResponse put = keys.put(putOf("k", "v").build());

    assertThat(put.getApplied()).isTrue();
    GetResponse got = keys.get(getOf("k"));
    assertThat(got.getRecord().getKey()).isEqualTo(bytes("k"));
    assertThat(got.getRecord().getValue()).isEqualTo(bytes("v"));
    assertThat(got.getRecord().getVersion()).isEqualTo(put.getVersion());
    assertThat(got.getRecord().hasRemainingTtlMillis()).isFalse();
  }

  @Test
  void anAbsentKeyHasNoRecord() {
    assertThat(keys.get(getOf("none")).hasRecord()).isFalse();
  }

  @Test
  void conditionsThatDoNotHoldTellThePresentVersion() {
    long version = keys.put(putOf("k", "v").build()).getVersion();

    PutResponse refused = keys.put(putOf("k", "w").setIfVersion(0).build());
    DeleteResponse kept =
        keys.delete(
            DeleteRequest.newBuilder()
                .setNamespace("n")
                .setKey(bytes("k"))
                .setIfVersion(version + 9)
                .build());

    assertThat(refused.getApplied()).isFalse();
    assertThat(refused.getVersion()).isEqualTo(version);
    assertThat(kept.getApplied()).isFalse();
    assertThat(kept.getExisted()).isTrue();
    assertThat(kept.getVersion()).isEqualTo(version);
  }

  @Test
  void aDeletedKeyIsGone() {
    keys.put(putOf("k", "v").build());

    DeleteRequest request = DeleteRequest.newBuilder().setNamespace("n").setKey(bytes("k")).build();

    DeleteResponse first = keys.delete(request);
    assertThat(first.getApplied()).isTrue();
    assertThat(first.getExisted()).isTrue();
    DeleteResponse second = keys.delete(request);
    assertThat(second.getApplied()).isTrue();
    assertThat(second.getExisted()).isFalse();
    assertThat(keys.get(getOf("k")).hasRecord()).isFalse();
  }

  @Test
  void remainingLifeIsNeverOverstated() {
    keys.put(putOf("k", "v").setTtlMillis(60_000).build());

    long remaining = keys.get(getOf("k")).getRecord().getRemainingTtlMillis();

    assertThat(remaining).isBetween(50_000L, 60_001L);
  }

  @Test
  void aTouchRenewsTheLifeAndLeavesTheVersion() {
    long version = keys.put(putOf("k", "v").setTtlMillis(1_000).build()).getVersion();

    TouchResponse touched =
        keys.touch(
            TouchRequest.newBuilder()
                .setNamespace("n")
                .setKey(bytes("k"))
                .setTtlMillis(90_000)
                .build());

    assertThat(touched.getApplied()).isTrue();
    assertThat(touched.getVersion()).isEqualTo(version);
    assertThat(keys.get(getOf("k")).getRecord().getRemainingTtlMillis()).isGreaterThan(80_000);
  }

  @Test
  void aTouchOfNothingIsNotApplied() {
    TouchResponse touched =
        keys.touch(TouchRequest.newBuilder().setNamespace("n").setKey(bytes("k")).build());

    assertThat(touched.getApplied()).isFalse();
    assertThat(touched.getVersion()).isZero();
  }

  @Test
  void aBatchIsAllOrNothing() {
    long version = keys.put(putOf("a", "1").build()).getVersion();
    BatchOperation check =
        BatchOperation.newBuilder()
            .setCheck(BatchCheck.newBuilder().setKey(bytes("a")).setIfVersion(version))
            .build();
    BatchOperation put =
        BatchOperation.newBuilder()
            .setPut(BatchPut.newBuilder().setKey(bytes("b")).setValue(bytes("2")))
            .build();
    BatchOperation delete =
        BatchOperation.newBuilder()
            .setDelete(BatchDelete.newBuilder().setKey(bytes("c")).setIfVersion(77))
            .build();

    BatchResponse done = keys.batch(batchOf(check, put));
    BatchResponse refused = keys.batch(batchOf(check, delete));

    assertThat(done.getApplied()).isTrue();
    assertThat(done.getVersionsList()).hasSize(2);
    assertThat(done.hasRefusedOperation()).isFalse();
    assertThat(refused.getApplied()).isFalse();
    assertThat(refused.getRefusedOperation()).isEqualTo(1);
  }

  @Test
  void aScanGoesPageByPage() {
    for (int i = 0; i < 5; i++) {
      keys.put(putOf("p" + i, "v").build());
    }
    keys.put(putOf("q", "v").build());

    ScanResponse first = keys.scan(scan().setLimit(3).build());
    ScanResponse second =
        keys.scan(scan().setLimit(3).setAfter(first.getRecords(2).getKey()).build());

    assertThat(first.getRecordsList()).hasSize(3);
    assertThat(first.getMore()).isTrue();
    assertThat(second.getRecordsList())
        .extracting(r -> r.getKey().toStringUtf8())
        .containsExactly("p3", "p4");
    assertThat(second.getMore()).isFalse();
    assertThat(keys.scan(scan().setKeysOnly(true).build()).getRecords(0).getValue()).isEmpty();
  }

  @Test
  void aRetryUnderOneWriteIdGetsTheFirstResult() {
    PutRequest request =
        putOf("k", "v")
            .setWriteId(
                WriteId.newBuilder()
                    .setClientId(bytes("0123456789abcdef"))
                    .setSequence(1)
                    .setIssuedAtMillis(FakeReplication.STORE_TIME_MILLIS))
            .build();

    assertThat(keys.put(request)).isEqualTo(keys.put(request));
  }

  @Test
  void aStandbyAnswersReadsThatAskForIt() {
    long version = keys.put(putOf("k", "v").build()).getVersion();
    node.replication.becomeStandbyOf("b");

    GetResponse got =
        keys.get(
            getOf("k").toBuilder()
                .setStandby(StandbyRead.newBuilder().setVersionMin(version))
                .build());
    ScanResponse page =
        keys.scan(scan().setPrefix(bytes("k")).setStandby(StandbyRead.newBuilder()).build());

    assertThat(got.getRecord().getVersion()).isEqualTo(version);
    assertThat(page.getRecordsList()).hasSize(1);
  }

  private static ScanRequest.Builder scan() {
    return ScanRequest.newBuilder().setNamespace("n").setPrefix(bytes("p"));
  }

  private static BatchRequest batchOf(BatchOperation first, BatchOperation second) {
    return BatchRequest.newBuilder()
        .setNamespace("n")
        .addOperations(first)
        .addOperations(second)
        .build();
  }

  private static PutRequest.Builder putOf(String key, String value) {
    return PutRequest.newBuilder().setNamespace("n").setKey(bytes(key)).setValue(bytes(value));
  }

  private static GetRequest getOf(String key) {
    return GetRequest.newBuilder().setNamespace("n").setKey(bytes(key)).build();
  }

  private static ByteString bytes(String text) {
    return ByteString.copyFromUtf8(text);
  }
}

package io.zonekeep.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.grpc.StatusRuntimeException;
import io.zonekeep.v1.Attribute;
import io.zonekeep.v1.BatchCheck;
import io.zonekeep.v1.BatchDelete;
import io.zonekeep.v1.BatchOperation;
import io.zonekeep.v1.BatchPut;
import io.zonekeep.v1.BatchRequest;
import io.zonekeep.v1.Call;
import io.zonekeep.v1.CallError;
import io.zonekeep.v1.ChangeSessionIdRequest;
import io.zonekeep.v1.CreateSessionRequest;
import io.zonekeep.v1.DeleteRequest;
import io.zonekeep.v1.DeleteSessionRequest;
import io.zonekeep.v1.FindSessionsByPrincipalRequest;
import io.zonekeep.v1.GetRequest;
import io.zonekeep.v1.KeyValueServiceGrpc;
import io.zonekeep.v1.LoadSessionRequest;
import io.zonekeep.v1.PutRequest;
import io.zonekeep.v1.Reply;
import io.zonekeep.v1.SaveSessionRequest;
import io.zonekeep.v1.ScanRequest;
import io.zonekeep.v1.SessionServiceGrpc;
import io.zonekeep.v1.TouchRequest;
import io.zonekeep.v1.TouchSessionRequest;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The same random calls, sent to one node on the stream and to another one by one. */
class EquivalenceTest {
  private static final int CALLS = 1_500;

  @Test
  void theStreamAndUnaryCallsMeanTheSame() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    try (TestNode streamed = TestNode.start();
        TestNode single = TestNode.start()) {
      TestStream stream = TestStream.open(streamed.channel);
      KeyValueServiceGrpc.KeyValueServiceBlockingStub keys =
          KeyValueServiceGrpc.newBlockingStub(single.channel);
      SessionServiceGrpc.SessionServiceBlockingStub sessions =
          SessionServiceGrpc.newBlockingStub(single.channel);
      for (int id = 1; id <= CALLS; id++) {
        Call call = random(random).setCallId(id).build();

        String onStream = outcome(stream.callAndWait(call));
        String unary = unary(call, keys, sessions);

        assertThat(onStream).as("seed %d, call %d: %s", seed, id, call).isEqualTo(unary);
      }
    }
  }

  /** What both ways must agree on; remaining lives go by the clock and are left out. */
  private static String outcome(Reply reply) {
    return reply.hasError()
        ? outcome(reply.getError())
        : text(
            (Message)
                reply.getField(
                    reply.getOneofFieldDescriptor(
                        reply.getDescriptorForType().getOneofs().getFirst())));
  }

  private static String outcome(CallError error) {
    return Errors.toStatus(error).getStatus() + " " + error.getReason();
  }

  private static String text(Message message) {
    return message.toString().replaceAll("remaining_ttl_millis: \\d+", "remaining_ttl_millis");
  }

  private static String unary(
      Call call,
      KeyValueServiceGrpc.KeyValueServiceBlockingStub keys,
      SessionServiceGrpc.SessionServiceBlockingStub sessions) {
    try {
      return text(
          switch (call.getRequestCase()) {
            case GET -> keys.get(call.getGet());
            case PUT -> keys.put(call.getPut());
            case DELETE -> keys.delete(call.getDelete());
            case TOUCH -> keys.touch(call.getTouch());
            case BATCH -> keys.batch(call.getBatch());
            case SCAN -> keys.scan(call.getScan());
            case CREATE_SESSION -> sessions.createSession(call.getCreateSession());
            case LOAD_SESSION -> sessions.loadSession(call.getLoadSession());
            case SAVE_SESSION -> sessions.saveSession(call.getSaveSession());
            case TOUCH_SESSION -> sessions.touchSession(call.getTouchSession());
            case CHANGE_SESSION_ID -> sessions.changeSessionId(call.getChangeSessionId());
            case DELETE_SESSION -> sessions.deleteSession(call.getDeleteSession());
            case FIND_SESSIONS_BY_PRINCIPAL ->
                sessions.findSessionsByPrincipal(call.getFindSessionsByPrincipal());
            case REQUEST_NOT_SET -> throw new IllegalArgumentException();
          });
    } catch (StatusRuntimeException refused) {
      return refused.getStatus() + " ERROR_REASON_" + ErrorsTest.infoOf(refused).getReason();
    }
  }

  private static Call.Builder random(Random random) {
    Call.Builder call = Call.newBuilder();
    return switch (random.nextInt(13)) {
      case 0 -> call.setGet(GetRequest.newBuilder().setNamespace("n").setKey(key(random)));
      case 1 -> call.setPut(put(random));
      case 2 ->
          call.setDelete(
              DeleteRequest.newBuilder()
                  .setNamespace("n")
                  .setKey(key(random))
                  .setIfVersion(random.nextInt(20)));
      case 3 ->
          call.setTouch(
              TouchRequest.newBuilder()
                  .setNamespace("n")
                  .setKey(key(random))
                  .setTtlMillis(random.nextInt(-1_000, 100_000)));
      case 4 -> call.setBatch(batch(random));
      case 5 ->
          call.setScan(ScanRequest.newBuilder().setNamespace("n").setLimit(random.nextInt(4)));
      case 6 ->
          call.setCreateSession(
              CreateSessionRequest.newBuilder()
                  .setNamespace(random.nextInt(20) == 0 ? "NO" : "n")
                  .setId(id(random))
                  .setMaxInactiveMillis(random.nextInt(-1, 100_000))
                  .setPrincipal("p" + random.nextInt(2))
                  .addAttributes(attribute(random)));
      case 7 ->
          call.setLoadSession(
              LoadSessionRequest.newBuilder()
                  .setNamespace("n")
                  .setId(id(random))
                  .setTouch(random.nextBoolean())
                  .setKnownVersion(random.nextInt(50)));
      case 8 -> call.setSaveSession(save(random));
      case 9 ->
          call.setTouchSession(
              TouchSessionRequest.newBuilder().setNamespace("n").setId(id(random)));
      case 10 ->
          call.setChangeSessionId(
              ChangeSessionIdRequest.newBuilder()
                  .setNamespace("n")
                  .setId(id(random))
                  .setNewId(id(random)));
      case 11 ->
          call.setDeleteSession(
              DeleteSessionRequest.newBuilder().setNamespace("n").setId(id(random)));
      default ->
          call.setFindSessionsByPrincipal(
              FindSessionsByPrincipalRequest.newBuilder()
                  .setNamespace("n")
                  .setPrincipal("p" + random.nextInt(2))
                  .setLimit(random.nextInt(3)));
    };
  }

  private static PutRequest.Builder put(Random random) {
    PutRequest.Builder put =
        PutRequest.newBuilder()
            .setNamespace("n")
            .setKey(key(random))
            .setValue(ByteString.copyFromUtf8("v" + random.nextInt()))
            .setTtlMillis(random.nextBoolean() ? 0 : 90_000);
    return random.nextBoolean() ? put : put.setIfVersion(random.nextInt(20));
  }

  private static BatchRequest.Builder batch(Random random) {
    return BatchRequest.newBuilder()
        .setNamespace("n")
        .addOperations(
            BatchOperation.newBuilder()
                .setPut(BatchPut.newBuilder().setKey(key(random)).setValue(key(random))))
        .addOperations(
            BatchOperation.newBuilder().setDelete(BatchDelete.newBuilder().setKey(key(random))))
        .addOperations(
            BatchOperation.newBuilder()
                .setCheck(BatchCheck.newBuilder().setKey(ByteString.copyFromUtf8("absent"))));
  }

  private static SaveSessionRequest.Builder save(Random random) {
    SaveSessionRequest.Builder save =
        SaveSessionRequest.newBuilder()
            .setNamespace("n")
            .setId(id(random))
            .addChanged(attribute(random))
            .addRemoved("a" + random.nextInt(5));
    return random.nextBoolean() ? save : save.setIfVersion(random.nextInt(50));
  }

  private static Attribute attribute(Random random) {
    return Attribute.newBuilder().setName("a" + random.nextInt(5)).setValue(key(random)).build();
  }

  private static String id(Random random) {
    return "s" + random.nextInt(6);
  }

  private static ByteString key(Random random) {
    return ByteString.copyFromUtf8("k" + random.nextInt(6));
  }
}

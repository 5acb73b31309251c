package io.zonekeep.client;

import com.google.protobuf.ByteString;
import io.zonekeep.v1.Call;
import io.zonekeep.v1.CallError;
import io.zonekeep.v1.DeleteResponse;
import io.zonekeep.v1.ErrorReason;
import io.zonekeep.v1.GetResponse;
import io.zonekeep.v1.PutRequest;
import io.zonekeep.v1.PutResponse;
import io.zonekeep.v1.Record;
import io.zonekeep.v1.Reply;
import io.zonekeep.v1.ScanResponse;
import io.zonekeep.v1.TouchResponse;
import io.zonekeep.v1.WriteId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The state that scripted nodes share, with exact de-duplication, as if replication were perfect.
 * Notes every breach of the write ids' rules by a client. For many threads.
 */
final class MemoryStore {
  private record Id(ByteString client, long sequence) {}

  private record Remembered(Reply reply, WriteId id, Call.RequestCase kind) {}

  private final Map<ByteString, Record> records =
      new TreeMap<>(ByteString.unsignedLexicographicalComparator());
  private final Map<ByteString, Integer> puts = new HashMap<>();
  private final Map<Id, Remembered> results = new HashMap<>();
  private final Map<Id, WriteId> firstIds = new HashMap<>();
  private final Map<ByteString, Long> floors = new HashMap<>();
  private final List<String> breaches = new ArrayList<>();
  private long version;
  private long timeMillis = 1_000_000;

  synchronized long timeMillis() {
    return timeMillis;
  }

  synchronized void advance(long millis) {
    timeMillis += millis;
  }

  /** How often a put of this key was carried out. */
  synchronized int puts(String key) {
    return puts.getOrDefault(ByteString.copyFromUtf8(key), 0);
  }

  synchronized List<String> breaches() {
    return List.copyOf(breaches);
  }

  synchronized Reply apply(ByteString client, Call call) {
    WriteId id = writeId(call);
    if (id.getSequence() == 0) {
      return read(call);
    }
    Id key = new Id(client, id.getSequence());
    noteBreaches(key, id);
    long floor = floors.merge(client, id.getOldestUnanswered(), Math::max);
    Remembered known = results.get(key);
    if (id.getSequence() < floor) {
      return refused(call, ErrorReason.ERROR_REASON_WRITE_ID_FORGOTTEN);
    }
    if (known != null) {
      return known.reply().toBuilder().setCallId(call.getCallId()).build();
    }
    Reply reply = write(call);
    results.put(key, new Remembered(reply, id, call.getRequestCase()));
    return reply;
  }

  static Reply refused(Call call, ErrorReason reason) {
    return Reply.newBuilder()
        .setCallId(call.getCallId())
        .setError(CallError.newBuilder().setReason(reason).setMessage("scripted"))
        .build();
  }

  static WriteId writeId(Call call) {
    return switch (call.getRequestCase()) {
      case PUT -> call.getPut().getWriteId();
      case DELETE -> call.getDelete().getWriteId();
      case TOUCH -> call.getTouch().getWriteId();
      default -> WriteId.getDefaultInstance();
    };
  }

  private void noteBreaches(Id key, WriteId id) {
    if (!key.client().isEmpty() && key.client().size() != 16) {
      breaches.add("client id of " + key.client().size() + " bytes");
    }
    WriteId first = firstIds.putIfAbsent(key, id);
    if (first != null && first.getIssuedAtMillis() != id.getIssuedAtMillis()) {
      breaches.add("write %d changed its time".formatted(id.getSequence()));
    }
    if (id.getIssuedAtMillis() <= 0 || id.getOldestUnanswered() <= 0) {
      breaches.add("write %d without time or oldest".formatted(id.getSequence()));
    }
    if (id.getOldestUnanswered() > id.getSequence()) {
      breaches.add("write %d is older than the oldest unanswered".formatted(id.getSequence()));
    }
  }

  private Reply write(Call call) {
    Reply.Builder reply = Reply.newBuilder().setCallId(call.getCallId());
    if (call.hasPut()) {
      return reply.setPut(put(call.getPut())).build();
    }
    if (call.hasDelete()) {
      Record old = records.remove(call.getDelete().getKey());
      return reply
          .setDelete(
              DeleteResponse.newBuilder()
                  .setApplied(true)
                  .setExisted(old != null)
                  .setVersion(++version))
          .build();
    }
    Record old = records.get(call.getTouch().getKey());
    return reply
        .setTouch(
            TouchResponse.newBuilder()
                .setApplied(old != null)
                .setVersion(old == null ? 0 : old.getVersion()))
        .build();
  }

  private PutResponse put(PutRequest put) {
    Record old = records.get(put.getKey());
    long present = old == null ? 0 : old.getVersion();
    if (put.hasIfVersion() && put.getIfVersion() != present) {
      return PutResponse.newBuilder().setApplied(false).setVersion(present).build();
    }
    version++;
    puts.merge(put.getKey(), 1, Integer::sum);
    records.put(
        put.getKey(),
        Record.newBuilder()
            .setKey(put.getKey())
            .setValue(put.getValue())
            .setVersion(version)
            .build());
    return PutResponse.newBuilder().setApplied(true).setVersion(version).build();
  }

  private Reply read(Call call) {
    Reply.Builder reply = Reply.newBuilder().setCallId(call.getCallId());
    if (call.hasGet()) {
      return reply.setGet(get(call.getGet().getKey())).build();
    }
    if (call.hasScan()) {
      ScanResponse.Builder page = ScanResponse.newBuilder();
      records.values().stream()
          .filter(record -> record.getKey().startsWith(call.getScan().getPrefix()))
          .forEach(page::addRecords);
      return reply.setScan(page).build();
    }
    return refused(call, ErrorReason.ERROR_REASON_INTERNAL);
  }

  synchronized GetResponse get(ByteString key) {
    Record record = records.get(key);
    return record == null
        ? GetResponse.getDefaultInstance()
        : GetResponse.newBuilder().setRecord(record).build();
  }
}

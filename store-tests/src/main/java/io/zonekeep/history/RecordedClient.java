package io.zonekeep.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.zonekeep.client.DeleteResult;
import io.zonekeep.client.Entry;
import io.zonekeep.client.KeyValue;
import io.zonekeep.client.PutOptions;
import io.zonekeep.client.WriteResult;
import io.zonekeep.client.ZonekeepException;
import io.zonekeep.client.ZonekeepException.Outcome;
import io.zonekeep.history.Event.F;
import io.zonekeep.history.Event.Phase;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A logical client whose calls are recorded: one at a time, in one thread. Calls that fail are
 * recorded too and come back empty.
 */
public final class RecordedClient {
  private final HistoryRecorder recorder;
  private final KeyValue keys;
  private int client;

  public RecordedClient(HistoryRecorder recorder, KeyValue keys) {
    this.recorder = recorder;
    this.keys = keys;
    this.client = recorder.newClient();
  }

  /** What a call of a recorded client is about. */
  private record Call(F f, String key, @Nullable String val, @Nullable Long ifVersion) {}

  /** What it gave. */
  private record Answer(@Nullable String val, @Nullable Long ver, @Nullable Boolean res) {}

  /** Returns the version read, 0 for no such key. */
  public OptionalLong get(String key) {
    return call(
            new Call(F.get, key, null, null),
            () -> keys.get(bytes(key)),
            found ->
                new Answer(
                    found.map(RecordedClient::value).orElse(null),
                    found.map(Entry::version).orElse(null),
                    null))
        .map(found -> OptionalLong.of(found.map(Entry::version).orElse(0L)))
        .orElse(OptionalLong.empty());
  }

  public Optional<WriteResult> put(String key) {
    return write(new Call(F.put, key, recorder.newValue(), null), PutOptions.ALWAYS);
  }

  public Optional<WriteResult> put(String key, long ifVersion) {
    return write(
        new Call(F.put, key, recorder.newValue(), ifVersion), PutOptions.ifVersion(ifVersion));
  }

  /** Puts if there is no such key. */
  public Optional<WriteResult> add(String key) {
    return write(new Call(F.add, key, recorder.newValue(), null), PutOptions.ifAbsent());
  }

  public Optional<DeleteResult> delete(String key) {
    return call(
        new Call(F.del, key, null, null),
        () -> keys.delete(bytes(key)),
        result -> new Answer(null, result.existed() ? result.version() : null, null));
  }

  private Optional<WriteResult> write(Call call, PutOptions options) {
    boolean conditional = options.ifVersion().isPresent();
    return call(
        call,
        () -> keys.put(bytes(call.key), bytes(String.valueOf(call.val)), options),
        result -> new Answer(null, result.version(), conditional ? result.applied() : null));
  }

  private <T> Optional<T> call(Call call, Supplier<T> send, Function<T, Answer> answer) {
    record(Phase.invoke, call, new Answer(call.val, null, null), null);
    try {
      T result = send.get();
      record(Phase.ok, call, answer.apply(result), null);
      return Optional.of(result);
    } catch (ZonekeepException e) {
      boolean unknown = e.outcome() == Outcome.INDETERMINATE;
      record(unknown ? Phase.info : Phase.fail, call, new Answer(null, null, null), e.toString());
      client = unknown ? recorder.newClient() : client;
      return Optional.empty();
    }
  }

  private void record(Phase type, Call call, Answer answer, @Nullable String err) {
    Long ifVersion = type == Phase.invoke ? call.ifVersion : null;
    recorder.add(
        new Event(
            recorder.now(),
            client,
            type,
            call.f,
            call.key,
            answer.val,
            null,
            ifVersion,
            answer.ver,
            null,
            answer.res,
            err));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static String value(Entry entry) {
    return new String(entry.value(), UTF_8);
  }
}

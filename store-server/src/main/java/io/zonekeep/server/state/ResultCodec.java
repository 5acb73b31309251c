package io.zonekeep.server.state;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The form of a remembered {@link Result} in the store: one byte that names it, then its fields in
 * the order of the record. Numbers of results are never used again for others.
 */
final class ResultCodec {
  private static final int WRITTEN = 1;
  private static final int DELETED = 2;
  private static final int TOUCHED = 3;
  private static final int SESSIONS_TOUCHED = 4;
  private static final int BATCH_WRITTEN = 5;
  private static final int BATCH_REFUSED = 6;
  private static final int CONDITION_FAILED = 7;
  private static final int SESSION_REFUSED = 8;
  private static final int WRITE_ID_REFUSED = 9;
  private static final int EXPIRED = 10;

  private ResultCodec() {}

  static void encode(ByteWriter out, Result result) {
    switch (result) {
      case Result.Written written -> out.octet(WRITTEN).number(written.version());
      case Result.Deleted deleted ->
          out.octet(DELETED).flag(deleted.existed()).number(deleted.version());
      case Result.Touched touched ->
          out.octet(TOUCHED).flag(touched.found()).number(touched.version());
      case Result.SessionsTouched touched -> {
        out.octet(SESSIONS_TOUCHED).number(touched.found().size());
        touched.found().forEach(out::flag);
      }
      case Result.BatchWritten written -> versions(out.octet(BATCH_WRITTEN), written.versions());
      case Result.BatchRefused refused ->
          versions(out.octet(BATCH_REFUSED).number(refused.operation()), refused.presentVersions());
      case Result.ConditionFailed failed ->
          out.octet(CONDITION_FAILED).number(failed.presentVersion());
      case Result.SessionRefused refused ->
          out.octet(SESSION_REFUSED)
              .octet(number(refused.refusal()))
              .number(refused.presentVersion());
      case Result.WriteIdRefused refused ->
          out.octet(WRITE_ID_REFUSED).octet(number(refused.refusal()));
      case Result.Expired expired -> out.octet(EXPIRED).number(expired.records());
    }
  }

  static Result decode(ByteReader in) {
    int result = in.octet();
    return switch (result) {
      case WRITTEN -> new Result.Written(in.number());
      case DELETED -> new Result.Deleted(in.flag(), in.number());
      case TOUCHED -> new Result.Touched(in.flag(), in.number());
      case SESSIONS_TOUCHED -> new Result.SessionsTouched(list(in, ByteReader::flag));
      case BATCH_WRITTEN -> new Result.BatchWritten(list(in, ByteReader::number));
      case BATCH_REFUSED -> new Result.BatchRefused(in.integer(), list(in, ByteReader::number));
      case CONDITION_FAILED -> new Result.ConditionFailed(in.number());
      case SESSION_REFUSED -> new Result.SessionRefused(sessionRefusal(in), in.number());
      case WRITE_ID_REFUSED -> new Result.WriteIdRefused(writeIdRefusal(in));
      case EXPIRED -> new Result.Expired(in.integer());
      default -> throw in.malformed("result " + result);
    };
  }

  private static void versions(ByteWriter out, List<Long> versions) {
    out.number(versions.size());
    versions.forEach(out::number);
  }

  private static int number(Result.SessionRefusal refusal) {
    return switch (refusal) {
      case NO_SUCH_SESSION -> 1;
      case SESSION_ID_TAKEN -> 2;
      case VERSION_MISMATCH -> 3;
      case SESSION_TOO_LARGE -> 4;
    };
  }

  private static Result.SessionRefusal sessionRefusal(ByteReader in) {
    int number = in.octet();
    return switch (number) {
      case 1 -> Result.SessionRefusal.NO_SUCH_SESSION;
      case 2 -> Result.SessionRefusal.SESSION_ID_TAKEN;
      case 3 -> Result.SessionRefusal.VERSION_MISMATCH;
      case 4 -> Result.SessionRefusal.SESSION_TOO_LARGE;
      default -> throw in.malformed("refusal " + number + " of a session's write");
    };
  }

  private static int number(Result.WriteIdRefusal refusal) {
    return switch (refusal) {
      case FORGOTTEN -> 1;
      case TOO_OLD -> 2;
    };
  }

  private static Result.WriteIdRefusal writeIdRefusal(ByteReader in) {
    int number = in.octet();
    return switch (number) {
      case 1 -> Result.WriteIdRefusal.FORGOTTEN;
      case 2 -> Result.WriteIdRefusal.TOO_OLD;
      default -> throw in.malformed("refusal " + number + " of a write id");
    };
  }

  private static <T> List<T> list(ByteReader in, Function<ByteReader, T> element) {
    int count = in.count();
    List<T> elements = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      elements.add(element.apply(in));
    }
    return elements;
  }
}

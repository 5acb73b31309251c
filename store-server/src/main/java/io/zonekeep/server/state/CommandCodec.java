package io.zonekeep.server.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.LongUnaryOperator;

/**
 * The form of a {@link Command} in the log: one byte that names it, then its fields in the order of
 * the record. Numbers of commands are never used again for others.
 */
final class CommandCodec {
  private static final int PUT = 1;
  private static final int DELETE = 2;
  private static final int TOUCH = 3;
  private static final int BATCH = 4;

  /** As logged by the first release: an inactive time of 0 meant never. */
  private static final int CREATE_SESSION_1 = 5;

  private static final int SAVE_SESSION_1 = 6;
  private static final int TOUCH_SESSIONS = 7;
  private static final int CHANGE_SESSION_ID = 8;
  private static final int DELETE_SESSION = 9;
  private static final int EXPIRE = 10;
  private static final int CREATE_SESSION = 11;
  private static final int SAVE_SESSION = 12;

  private static final int OPERATION_PUT = 1;
  private static final int OPERATION_DELETE = 2;
  private static final int OPERATION_CHECK = 3;

  private CommandCodec() {}

  static void encode(ByteWriter out, Command command) {
    switch (command) {
      case Command.Put put -> {
        key(out.octet(PUT), put.key()).bytes(put.value());
        out.optional(put.ifVersion()).number(put.ttlMillis());
      }
      case Command.Delete delete ->
          key(out.octet(DELETE), delete.key()).optional(delete.ifVersion());
      case Command.Touch touch -> key(out.octet(TOUCH), touch.key()).number(touch.ttlMillis());
      case Command.Batch batch -> {
        out.octet(BATCH).text(batch.namespace()).number(batch.operations().size());
        batch.operations().forEach(operation -> encodeOperation(out, operation));
      }
      case Command.CreateSession create -> {
        session(out.octet(CREATE_SESSION), create.session()).number(create.maxInactiveMillis());
        attributes(out.text(create.principal()), create.attributes());
        limits(out, create.limits());
      }
      case Command.SaveSession save -> encodeSave(out.octet(SAVE_SESSION), save);
      case Command.TouchSessions touch -> {
        out.octet(TOUCH_SESSIONS).number(touch.sessions().size());
        touch.sessions().forEach(session -> session(out, session));
      }
      case Command.ChangeSessionId change ->
          session(out.octet(CHANGE_SESSION_ID), change.session()).text(change.newId());
      case Command.DeleteSession delete -> session(out.octet(DELETE_SESSION), delete.session());
      case Command.Expire expire -> {
        out.octet(EXPIRE).number(expire.hints().size());
        expire.hints().forEach(hint -> encodeHint(out, hint));
      }
    }
  }

  static Command decode(ByteReader in) {
    int command = in.octet();
    return switch (command) {
      case PUT -> new Command.Put(key(in), in.bytes(), in.optional(), in.number());
      case DELETE -> new Command.Delete(key(in), in.optional());
      case TOUCH -> new Command.Touch(key(in), in.number());
      case BATCH -> new Command.Batch(in.text(), list(in, CommandCodec::decodeOperation));
      case CREATE_SESSION_1 -> decodeCreate(in, CommandCodec::neverIfZero);
      case SAVE_SESSION_1 -> decodeSave(in, CommandCodec::neverIfZero, from -> Optional.empty());
      case CREATE_SESSION -> decodeCreate(in, millis -> millis);
      case SAVE_SESSION -> decodeSave(in, millis -> millis, CommandCodec::newId);
      case TOUCH_SESSIONS -> new Command.TouchSessions(list(in, CommandCodec::session));
      case CHANGE_SESSION_ID -> new Command.ChangeSessionId(session(in), in.text());
      case DELETE_SESSION -> new Command.DeleteSession(session(in));
      case EXPIRE -> new Command.Expire(list(in, CommandCodec::decodeHint));
      default -> throw in.malformed("command " + command);
    };
  }

  private static void encodeSave(ByteWriter out, Command.SaveSession save) {
    attributes(session(out, save.session()), save.changed());
    out.number(save.removed().size());
    save.removed().forEach(out::text);
    out.optional(save.maxInactiveMillis()).flag(save.principal().isPresent());
    save.principal().ifPresent(out::text);
    out.optional(save.ifVersion()).text(save.newId().orElse(""));
    limits(out, save.limits());
  }

  private static long neverIfZero(long maxInactiveMillis) {
    return maxInactiveMillis == 0 ? -1 : maxInactiveMillis;
  }

  private static Command decodeCreate(ByteReader in, LongUnaryOperator life) {
    return new Command.CreateSession(
        session(in), life.applyAsLong(in.number()), in.text(), attributes(in), limits(in));
  }

  private static OptionalLong decodeLife(ByteReader in, LongUnaryOperator life) {
    return in.flag() ? OptionalLong.of(life.applyAsLong(in.number())) : OptionalLong.empty();
  }

  private static Optional<String> newId(ByteReader in) {
    return Optional.of(in.text()).filter(id -> !id.isEmpty());
  }

  private static Command decodeSave(
      ByteReader in, LongUnaryOperator life, Function<ByteReader, Optional<String>> newId) {
    return new Command.SaveSession(
        session(in),
        attributes(in),
        list(in, ByteReader::text),
        decodeLife(in, life),
        in.flag() ? Optional.of(in.text()) : Optional.empty(),
        in.optional(),
        newId.apply(in),
        limits(in));
  }

  private static void encodeOperation(ByteWriter out, Command.Operation operation) {
    switch (operation) {
      case Command.Operation.Put put ->
          out.octet(OPERATION_PUT)
              .bytes(put.key())
              .bytes(put.value())
              .optional(put.ifVersion())
              .number(put.ttlMillis());
      case Command.Operation.Delete delete ->
          out.octet(OPERATION_DELETE).bytes(delete.key()).optional(delete.ifVersion());
      case Command.Operation.Check check ->
          out.octet(OPERATION_CHECK).bytes(check.key()).number(check.ifVersion());
    }
  }

  private static Command.Operation decodeOperation(ByteReader in) {
    int operation = in.octet();
    return switch (operation) {
      case OPERATION_PUT ->
          new Command.Operation.Put(in.bytes(), in.bytes(), in.optional(), in.number());
      case OPERATION_DELETE -> new Command.Operation.Delete(in.bytes(), in.optional());
      case OPERATION_CHECK -> new Command.Operation.Check(in.bytes(), in.number());
      default -> throw in.malformed("operation " + operation);
    };
  }

  private static void encodeHint(ByteWriter out, DueHint hint) {
    out.number(hint.dueMillis()).octet(DueRows.tableNumber(hint.table())).bytes(hint.row());
  }

  private static DueHint decodeHint(ByteReader in) {
    return new DueHint(in.number(), DueRows.table(in, in.octet()), in.bytes());
  }

  private static ByteWriter key(ByteWriter out, Key key) {
    return out.text(key.namespace()).bytes(key.key());
  }

  private static Key key(ByteReader in) {
    return new Key(in.text(), in.bytes());
  }

  private static ByteWriter session(ByteWriter out, SessionKey session) {
    return out.text(session.namespace()).text(session.id());
  }

  private static SessionKey session(ByteReader in) {
    return new SessionKey(in.text(), in.text());
  }

  private static void limits(ByteWriter out, SessionLimits limits) {
    out.number(limits.attributesMax()).number(limits.bytesMax());
  }

  private static SessionLimits limits(ByteReader in) {
    return new SessionLimits(in.integer(), in.integer());
  }

  private static void attributes(ByteWriter out, Map<String, Bytes> attributes) {
    out.number(attributes.size());
    attributes.forEach((name, value) -> out.text(name).bytes(value));
  }

  private static SortedMap<String, Bytes> attributes(ByteReader in) {
    SortedMap<String, Bytes> attributes = new TreeMap<>();
    int count = in.count();
    for (int i = 0; i < count; i++) {
      attributes.put(in.text(), in.bytes());
    }
    return attributes;
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

package io.zonekeep.server.api;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.zonekeep.server.state.Bytes;
import io.zonekeep.server.state.KeyRecord;
import io.zonekeep.server.state.Session;
import io.zonekeep.v1.Attribute;
import io.zonekeep.v1.Record;

/** Translates what is stored into messages. */
final class Records {
  private Records() {}

  /**
   * A key as it goes out.
   *
   * @param nowMillis store time
   */
  static Record toWire(KeyRecord stored, long nowMillis) {
    Record.Builder wire =
        Record.newBuilder()
            .setKey(bytes(stored.key()))
            .setValue(bytes(stored.value()))
            .setVersion(stored.version());
    stored.dueMillis().ifPresent(due -> wire.setRemainingTtlMillis(Math.max(0, due - nowMillis)));
    return wire.build();
  }

  static io.zonekeep.v1.Session toWire(Session stored) {
    io.zonekeep.v1.Session.Builder wire =
        io.zonekeep.v1.Session.newBuilder()
            .setId(stored.id())
            .setVersion(stored.version())
            .setCreatedAtMillis(stored.createdWallMillis())
            .setLastAccessedAtMillis(stored.touchedWallMillis())
            .setMaxInactiveMillis(stored.maxInactiveMillis())
            .setPrincipal(stored.principal());
    stored
        .attributes()
        .forEach((name, value) ->
            wire.addAttributes(Attribute.newBuilder().setName(name).setValue(bytes(value))));
    return wire.build();
  }

  /** Bytes never change, so the message may hold the array itself. */
  private static ByteString bytes(Bytes bytes) {
    return UnsafeByteOperations.unsafeWrap(bytes.array());
  }
}

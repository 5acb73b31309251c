package io.zonekeep.server.replication.ratis;

import io.zonekeep.server.state.Bytes;
import io.zonekeep.server.state.Command;
import io.zonekeep.server.state.Key;
import io.zonekeep.server.state.KeyRecord;
import io.zonekeep.server.state.Result;
import io.zonekeep.server.state.Write;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Puts and gets through a node, blocking. */
final class Writes {
  private Writes() {}

  static Write put(String key, String value) {
    return Write.anonymous(new Command.Put(key(key), Bytes.utf8(value), OptionalLong.empty(), 0));
  }

  static Result put(Node node, String key, String value) throws Exception {
    return get(node.store.submit(put(key, value)));
  }

  static Optional<String> read(Node node, String key) throws Exception {
    return get(node.store.read(reader -> reader.get(key(key)))).map(Writes::text);
  }

  static Optional<String> readLocal(Node node, String key) {
    return node.store.readLocal(0, reader -> reader.get(key(key))).map(Writes::text);
  }

  static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(30, TimeUnit.SECONDS);
  }

  private static String text(KeyRecord found) {
    return found.value().toUtf8();
  }

  private static Key key(String key) {
    return new Key("test", Bytes.utf8(key));
  }
}

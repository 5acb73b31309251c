package io.zonekeep.client;

import java.util.OptionalLong;

/** One operation of an atomic batch. */
public sealed interface BatchOperation {
  byte[] key();

  /** Writes a key. */
  record Put(byte[] key, byte[] value, PutOptions options) implements BatchOperation {}

  /** Removes a key. */
  record Delete(byte[] key, OptionalLong ifVersion) implements BatchOperation {}

  /** Requires a version, 0: no such key; does nothing. */
  record Check(byte[] key, long ifVersion) implements BatchOperation {}
}

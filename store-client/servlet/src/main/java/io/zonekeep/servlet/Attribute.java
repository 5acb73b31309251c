package io.zonekeep.servlet;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One attribute of a session as a request sees it. Guarded by its session. */
final class Attribute {
  /** What the store holds under this name, as far as known; null: nothing. */
  private byte @Nullable [] stored;

  /** Null: not read yet, or it cannot be read. */
  private @Nullable Object value;

  private boolean looked;
  private boolean set;
  private boolean removed;

  private Attribute(byte @Nullable [] stored) {
    this.stored = stored;
  }

  static Attribute stored(byte[] bytes) {
    return new Attribute(bytes);
  }

  static Attribute absent() {
    return new Attribute(null);
  }

  @Nullable Object read(String name, AttributeCodec codec, OncePerCause reports) {
    if (!looked && stored != null) {
      try {
        value = codec.decode(stored);
      } catch (UnreadableException e) {
        reports.unreadable(name, e);
      }
    }
    looked = true;
    return value;
  }

  void set(Object newValue) {
    value = newValue;
    looked = true;
    set = true;
    removed = false;
  }

  void remove() {
    value = null;
    looked = true;
    removed = true;
  }

  /** Whether the store would have to forget it. */
  boolean toRemove() {
    return removed && stored != null;
  }

  /** The new bytes, if the value's serialized form is not the stored one; null: unchanged. */
  byte @Nullable [] changed(String name, AttributeCodec codec) {
    Object present = value;
    if (present == null || (!set && AttributeCodec.immutable(present))) {
      return null;
    }
    byte[] bytes = codec.encode(name, present, stored);
    return Arrays.equals(bytes, stored) ? null : bytes;
  }

  void saved(byte @Nullable [] bytes) {
    stored = bytes;
  }

  /** Whether this request has set or removed it. */
  boolean touched() {
    return set || removed;
  }
}

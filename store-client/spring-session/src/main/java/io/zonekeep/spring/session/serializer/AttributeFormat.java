package io.zonekeep.spring.session.serializer;

/** One way to write attribute values as bytes. Used by many threads. */
public interface AttributeFormat {
  /** The lowest number that an application may give a format of its own. */
  int OWN_FORMAT_MIN = 64;

  /**
   * The number that stands before each value of this format, 1 to 127. It must never come to mean
   * anything else; an application's own formats begin at {@value #OWN_FORMAT_MIN}.
   */
  int number();

  /**
   * Writes the value of one attribute.
   *
   * @throws AttributeException if this format cannot write such a value, or could not read it back
   */
  byte[] write(String name, Object value);

  /**
   * Reads what {@link #write} has written. The bytes may come from anybody who can write to the
   * store: this must create objects of known classes only.
   *
   * @throws AttributeException if it cannot be read, or is not allowed
   */
  Object read(String name, byte[] bytes);
}

package io.zonekeep.servlet;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InvalidClassException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Currency;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Attributes as bytes: Java serialization behind an {@link AllowList}. Safe for many threads.
 *
 * <p>The bytes of a value are those of its copy that was read back: so what cannot be read again is
 * refused when it is written, and reading a value and writing it unchanged gives the same bytes
 * (the table of a fresh HashMap has another size than one that was read).
 */
final class AttributeCodec {
  private static final Set<Class<?>> IMMUTABLE =
      Set.of(
          String.class,
          Boolean.class,
          Byte.class,
          Character.class,
          Short.class,
          Integer.class,
          Long.class,
          Float.class,
          Double.class,
          BigDecimal.class,
          BigInteger.class,
          UUID.class,
          Locale.class,
          Currency.class);

  private final ObjectInputFilter filter;
  private final ClassLoader loader;

  AttributeCodec(ObjectInputFilter filter, ClassLoader loader) {
    this.filter = filter;
    this.loader = loader;
  }

  /** Whether it cannot have changed since it was read. */
  static boolean immutable(Object value) {
    Class<?> type = value.getClass();
    return IMMUTABLE.contains(type)
        || value instanceof Enum<?>
        || type.getPackageName().equals("java.time");
  }

  /**
   * The bytes to store, or {@code stored} itself if the value still has those.
   *
   * @throws IllegalStateException if the value cannot be stored; names the attribute and the cause
   */
  byte[] encode(String name, Object value, byte @Nullable [] stored) {
    byte[] written = write(name, value);
    if (stored != null && Arrays.equals(written, stored)) {
      return stored;
    }
    if (immutable(value)) {
      return written;
    }
    byte[] settled = write(name, readBack(name, written));
    return stored != null && Arrays.equals(settled, stored) ? stored : settled;
  }

  Object decode(byte[] bytes) throws UnreadableException {
    try (ObjectInputStream in = new AllowedInput(new ByteArrayInputStream(bytes))) {
      in.setObjectInputFilter(filter);
      return in.readObject();
    } catch (IOException | ClassNotFoundException | RuntimeException | LinkageError e) {
      throw new UnreadableException(e);
    }
  }

  private static byte[] write(String name, Object value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    } catch (IOException e) {
      throw unstorable(name, value, e);
    }
    return bytes.toByteArray();
  }

  private Object readBack(String name, byte[] bytes) {
    try {
      return decode(bytes);
    } catch (UnreadableException e) {
      throw new IllegalStateException(
          ("attribute %s could not be read again: it holds a class that the setting \"%s\" does not"
                  + " allow, or is too deep or too large (%s)")
              .formatted(name, FilterSettings.ALLOW, e.getMessage()),
          e);
    }
  }

  private static IllegalStateException unstorable(String name, Object value, IOException cause) {
    return new IllegalStateException(
        "attribute %s (%s) cannot be stored: %s".formatted(name, value.getClass().getName(), cause),
        cause);
  }

  /** Takes classes from the application, and no dynamic proxies at all. */
  private final class AllowedInput extends ObjectInputStream {
    AllowedInput(InputStream in) throws IOException {
      super(in);
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass description)
        throws IOException, ClassNotFoundException {
      try {
        return Class.forName(description.getName(), false, loader);
      } catch (ClassNotFoundException e) {
        return super.resolveClass(description);
      }
    }

    @Override
    protected Class<?> resolveProxyClass(String[] interfaces) throws IOException {
      throw new InvalidClassException("dynamic proxies are not allowed");
    }
  }
}

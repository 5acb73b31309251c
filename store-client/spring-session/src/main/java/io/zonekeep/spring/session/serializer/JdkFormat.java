package io.zonekeep.spring.session.serializer;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputFilter.FilterInfo;
import java.io.ObjectInputFilter.Status;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.util.List;

/**
 * Java's own serialization, behind an allow-list: no class outside of it is even loaded when a
 * value is read. For applications whose attributes are {@link java.io.Serializable} but no beans,
 * or that come from another session store. For many threads.
 */
public final class JdkFormat implements AttributeFormat {
  public static final int NUMBER = 1;

  private static final int DEPTH_MAX = 64;
  private static final int REFERENCES_MAX = 1_000_000;

  /** Keeps a few bytes from claiming memory for an array of gigabytes. */
  private static final int ARRAY_LENGTH_MAX = AttributeSerializer.VALUE_BYTES_DEFAULT;

  /** What Spring and its Security keep in a session. */
  private static final List<String> SPRING =
      List.of(
          "org.springframework.security.authentication.",
          "org.springframework.security.cas.authentication.",
          "org.springframework.security.core.",
          "org.springframework.security.ldap.",
          "org.springframework.security.oauth2.",
          "org.springframework.security.saml2.",
          "org.springframework.security.web.",
          "org.springframework.util.LinkedMultiValueMap",
          "org.springframework.util.MultiValueMapAdapter",
          "org.springframework.web.servlet.FlashMap",
          "java.lang.Exception",
          "java.lang.RuntimeException",
          "java.lang.StackTraceElement",
          "java.lang.Throwable",
          "jakarta.servlet.http.Cookie");

  private final AllowedClasses allowed;
  private final ClassLoader classes;

  /**
   * Begins.
   *
   * @param allowed besides what Spring Security keeps in a session
   * @param classes finds the application's classes
   */
  public JdkFormat(AllowedClasses allowed, ClassLoader classes) {
    this.allowed = allowed;
    this.classes = classes;
  }

  @Override
  public int number() {
    return NUMBER;
  }

  @Override
  public byte[] write(String name, Object value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (Output output = new Output(bytes, name)) {
      output.writeObject(value);
    } catch (IOException e) {
      throw new AttributeException(
          "attribute \"%s\" of class %s cannot be serialized"
              .formatted(name, value.getClass().getName()),
          e);
    }
    return bytes.toByteArray();
  }

  @Override
  public Object read(String name, byte[] bytes) {
    try (Input input = new Input(new ByteArrayInputStream(bytes))) {
      input.setObjectInputFilter(this::check);
      Object value = input.readObject();
      if (value == null) {
        throw new AttributeException("attribute \"%s\" is a null".formatted(name));
      }
      return value;
    } catch (IOException | ClassNotFoundException | RuntimeException | StackOverflowError e) {
      throw new AttributeException(
          "attribute \"%s\" cannot be read: %s".formatted(name, e.getMessage()), e);
    }
  }

  private Status check(FilterInfo info) {
    if (info.depth() > DEPTH_MAX
        || info.references() > REFERENCES_MAX
        || info.arrayLength() > ARRAY_LENGTH_MAX) {
      return Status.REJECTED;
    }
    Class<?> type = info.serialClass();
    if (type == null) {
      return Status.UNDECIDED;
    }
    return allows(type) ? Status.ALLOWED : Status.REJECTED;
  }

  private boolean allows(Class<?> type) {
    Class<?> element = type;
    while (element.isArray()) {
      element = element.getComponentType();
    }
    return allowed.contains(element) || allowsName(element.getName());
  }

  private boolean allowsName(String name) {
    return allowed.contains(name) || SPRING.stream().anyMatch(name::startsWith);
  }

  /** Refuses a class by its name, before its code is loaded. */
  private final class Input extends ObjectInputStream {
    Input(InputStream bytes) throws IOException {
      super(bytes);
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass description)
        throws IOException, ClassNotFoundException {
      String name = description.getName();
      String element = element(name);
      if (!element.isEmpty() && !allowsName(element)) {
        throw new AttributeException(refusal(element));
      }
      try {
        return Class.forName(name, false, classes);
      } catch (ClassNotFoundException e) {
        return super.resolveClass(description);
      }
    }

    @Override
    protected Class<?> resolveProxyClass(String[] interfaces) {
      throw new AttributeException("a dynamic proxy is not allowed");
    }

    /** Empty for primitives and arrays of them. */
    private static String element(String name) {
      int dimensions = name.lastIndexOf('[') + 1;
      if (dimensions == 0) {
        return name;
      }
      return name.endsWith(";") ? name.substring(dimensions + 1, name.length() - 1) : "";
    }
  }

  /** Refuses to write what could not be read back. */
  private final class Output extends ObjectOutputStream {
    private final String name;

    Output(ByteArrayOutputStream bytes, String name) throws IOException {
      super(bytes);
      this.name = name;
    }

    @Override
    protected void annotateClass(Class<?> type) {
      if (!allows(type)) {
        throw new AttributeException(
            "attribute \"%s\": %s".formatted(name, refusal(type.getName())));
      }
    }
  }

  private static String refusal(String type) {
    return "class %s is not allowed: name it or its package in the serializer's allowed classes"
        .formatted(type);
  }
}

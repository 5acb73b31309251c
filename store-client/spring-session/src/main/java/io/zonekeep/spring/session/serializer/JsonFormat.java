package io.zonekeep.spring.session.serializer;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.util.ClassUtils;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.exc.InvalidTypeIdException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;

/**
 * JSON with class names where a declared type does not tell the class, and an allow-list of those
 * names. It knows what Spring Security and Spring MVC keep in a session, and survives upgrades of
 * classes: what a reader does not know it leaves out, what is missing gets its default. For many
 * threads.
 *
 * <p>The first value of a class is read back when it is written, so that a class which cannot be
 * read shows itself in the request that stores it, not in the next one.
 */
public final class JsonFormat implements AttributeFormat {
  public static final int NUMBER = 2;

  private static final int DEPTH_MAX = 200;
  private static final int PROVEN_CLASSES_MAX = 1_000;

  private final ObjectWriter writer;
  private final ObjectReader reader;
  private final Set<Class<?>> proven = ConcurrentHashMap.newKeySet();

  /**
   * Begins.
   *
   * @param allowed besides what Spring Security and Spring MVC keep in a session
   * @param classes finds the application's classes
   */
  public JsonFormat(AllowedClasses allowed, ClassLoader classes) {
    this(allowed, classes, List.of());
  }

  /** As the other, with modules of the application for its own classes. */
  public JsonFormat(
      AllowedClasses allowed, ClassLoader classes, List<? extends JacksonModule> ownModules) {
    BasicPolymorphicTypeValidator.Builder security = BasicPolymorphicTypeValidator.builder();
    List<JacksonModule> modules = new ArrayList<>();
    if (ClassUtils.isPresent("org.springframework.security.core.Authentication", classes)) {
      modules.addAll(SecurityTypes.modules(classes, security));
    }
    if (ClassUtils.isPresent("org.springframework.web.servlet.FlashMap", classes)) {
      modules.add(FlashMaps.module());
    }
    modules.addAll(ownModules);
    TypeCheck check = new TypeCheck(allowed, security.build());
    modules.add(new CheckedTyping(check));
    JsonMapper mapper =
        JsonMapper.builder(
                JsonFactory.builder()
                    .streamReadConstraints(
                        StreamReadConstraints.builder().maxNestingDepth(DEPTH_MAX).build())
                    .build())
            .polymorphicTypeValidator(check)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .addModules(modules)
            .build();
    writer = mapper.writerFor(Object.class);
    reader = mapper.readerFor(Object.class);
  }

  @Override
  public int number() {
    return NUMBER;
  }

  @Override
  public byte[] write(String name, Object value) {
    byte[] bytes;
    try {
      bytes = writer.writeValueAsBytes(value);
    } catch (AttributeException e) {
      throw new AttributeException("attribute \"%s\": %s".formatted(name, e.getMessage()), e);
    } catch (JacksonException e) {
      throw new AttributeException(
          "attribute \"%s\" of class %s cannot be written as JSON: %s"
              .formatted(name, value.getClass().getName(), e.getOriginalMessage()),
          e);
    }
    prove(name, value, bytes);
    return bytes;
  }

  @Override
  public Object read(String name, byte[] bytes) {
    try {
      Object value = reader.readValue(bytes);
      if (value == null) {
        throw new AttributeException("attribute \"%s\" is a null".formatted(name));
      }
      return value;
    } catch (JacksonException | StackOverflowError e) {
      throw new AttributeException(
          "attribute \"%s\" cannot be read: %s".formatted(name, message(e)), e);
    }
  }

  private void prove(String name, Object value, byte[] bytes) {
    Class<?> type = value.getClass();
    if (proven.contains(type) || proven.size() >= PROVEN_CLASSES_MAX) {
      return;
    }
    try {
      read(name, bytes);
    } catch (AttributeException e) {
      throw new AttributeException(
          "attribute \"%s\" of class %s could be written as JSON, but not read: %s"
              .formatted(name, type.getName(), e.getMessage()),
          e);
    }
    proven.add(type);
  }

  /** Where and of which kind, without what Jackson cites of the session's content. */
  private static String message(Throwable failure) {
    String kind = failure.getClass().getSimpleName();
    if (failure instanceof InvalidTypeIdException type) {
      return "%s, class %s".formatted(kind, type.getTypeId());
    }
    return failure instanceof DatabindException json
        ? "%s at %s".formatted(kind, json.getPathReference())
        : kind;
  }
}

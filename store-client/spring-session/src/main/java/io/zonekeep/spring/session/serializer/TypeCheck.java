package io.zonekeep.spring.session.serializer;

import tools.jackson.databind.DatabindContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.jsontype.PolymorphicTypeValidator;

/**
 * Decides which class names in JSON may become objects. A name outside of the allow-list is refused
 * before its class is loaded, except within Spring, where Spring Security's own rules look at the
 * class. For many threads.
 */
final class TypeCheck extends PolymorphicTypeValidator {
  private static final String FLASH_MAP = "org.springframework.web.servlet.FlashMap";

  private final transient AllowedClasses allowed;
  private final PolymorphicTypeValidator security;

  TypeCheck(AllowedClasses allowed, PolymorphicTypeValidator security) {
    this.allowed = allowed;
    this.security = security;
  }

  @Override
  public Validity validateBaseType(DatabindContext context, JavaType base) {
    return Validity.INDETERMINATE;
  }

  @Override
  public Validity validateSubClassName(DatabindContext context, JavaType base, String name) {
    String element = element(name);
    if (allowed.contains(element) || element.equals(FLASH_MAP)) {
      return Validity.ALLOWED;
    }
    if (element.startsWith("org.springframework.") || element.startsWith("jakarta.servlet.http.")) {
      return Validity.INDETERMINATE;
    }
    return security.validateSubClassName(context, base, name) == Validity.ALLOWED
        ? Validity.ALLOWED
        : Validity.DENIED;
  }

  @Override
  public Validity validateSubType(DatabindContext context, JavaType base, JavaType type) {
    return security.validateSubType(context, base, type);
  }

  /** Whether a value of this class could be read back. */
  boolean allows(DatabindContext context, JavaType base, Class<?> type) {
    return switch (validateSubClassName(context, base, type.getName())) {
      case ALLOWED -> true;
      case DENIED -> false;
      case INDETERMINATE ->
          validateSubType(context, base, context.constructType(type)) == Validity.ALLOWED;
    };
  }

  /** The name of an array's elements; a primitive's is that of its wrapper's package. */
  private static String element(String name) {
    int dimensions = name.lastIndexOf('[') + 1;
    if (dimensions == 0) {
      return name;
    }
    return name.endsWith(";")
        ? name.substring(dimensions + 1, name.length() - 1)
        : "java.lang.Number";
  }
}

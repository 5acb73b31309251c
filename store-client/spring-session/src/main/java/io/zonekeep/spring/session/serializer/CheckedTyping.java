package io.zonekeep.spring.session.serializer;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Collection;
import tools.jackson.databind.DatabindContext;
import tools.jackson.databind.DefaultTyping;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.cfg.MapperBuilder;
import tools.jackson.databind.jsontype.NamedType;
import tools.jackson.databind.jsontype.PolymorphicTypeValidator;
import tools.jackson.databind.jsontype.TypeIdResolver;
import tools.jackson.databind.jsontype.impl.ClassNameIdResolver;
import tools.jackson.databind.jsontype.impl.DefaultTypeResolverBuilder;
import tools.jackson.databind.module.SimpleModule;

/**
 * Puts class names into JSON as Spring Security's modules expect them, and refuses to write one
 * that would be refused when it is read. The last module, as theirs set a typing too.
 */
final class CheckedTyping extends SimpleModule {
  private static final long serialVersionUID = 1;

  private final transient TypeCheck check;

  CheckedTyping(TypeCheck check) {
    super("zonekeep-checked-typing");
    this.check = check;
  }

  @Override
  public void setupModule(SetupContext context) {
    ((MapperBuilder<?, ?>) context.getOwner()).setDefaultTyping(new Typing(check));
    context.setMixIn(Throwable.class, Failure.class);
  }

  /** The message is what a page shows; the rest could hold anything. */
  abstract static class Failure {
    @JsonIgnore
    abstract Throwable getCause();

    @JsonIgnore
    abstract String getLocalizedMessage();

    @JsonIgnore
    abstract StackTraceElement[] getStackTrace();

    @JsonIgnore
    abstract Throwable[] getSuppressed();
  }

  private static final class Typing extends DefaultTypeResolverBuilder {
    private static final long serialVersionUID = 1;

    private final transient TypeCheck check;

    Typing(TypeCheck check) {
      super(check, DefaultTyping.NON_FINAL, JsonTypeInfo.As.PROPERTY);
      this.check = check;
    }

    @Override
    protected TypeIdResolver idResolver(
        DatabindContext context,
        JavaType base,
        PolymorphicTypeValidator validator,
        Collection<NamedType> subtypes,
        boolean forSerialization,
        boolean forDeserialization) {
      return new CheckedNames(base, subtypes, check);
    }
  }

  private static final class CheckedNames extends ClassNameIdResolver {
    private static final long serialVersionUID = 1;

    private final transient TypeCheck check;
    private final JavaType base;

    CheckedNames(JavaType base, Collection<NamedType> subtypes, TypeCheck check) {
      super(base, subtypes, check);
      this.base = base;
      this.check = check;
    }

    @Override
    protected String _idFrom(DatabindContext context, Object value, Class<?> type) {
      if (!check.allows(context, base, type)) {
        throw new AttributeException(
            "class %s is not allowed: name it or its package in the serializer's allowed classes"
                .formatted(type.getName()));
      }
      return super._idFrom(context, value, type);
    }
  }
}

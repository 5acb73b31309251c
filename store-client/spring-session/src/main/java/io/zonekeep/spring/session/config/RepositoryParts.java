package io.zonekeep.spring.session.config;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import io.zonekeep.spring.session.NearCache;
import io.zonekeep.spring.session.serializer.AllowedClasses;
import io.zonekeep.spring.session.serializer.AttributeSerializer;
import io.zonekeep.spring.session.serializer.JsonFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.core.ResolvableType;
import org.springframework.session.IndexResolver;
import org.springframework.session.Session;
import org.springframework.session.SessionIdGenerator;
import org.springframework.util.ClassUtils;

/** Beans that an application may have and both configurations take. */
final class RepositoryParts {
  private static final ResolvableType INDEX_RESOLVER =
      ResolvableType.forClassWithGenerics(IndexResolver.class, Session.class);

  private final BeanFactory beans;

  RepositoryParts(BeanFactory beans) {
    this.beans = beans;
  }

  String namespace(String annotated) {
    return beans
        .getBeanProvider(SessionNamespace.class)
        .getIfAvailable(() -> new SessionNamespace(annotated))
        .name();
  }

  AttributeSerializer serializer() {
    ClassLoader own = requireNonNull(getClass().getClassLoader(), "no class loader");
    ClassLoader classes = requireNonNullElse(ClassUtils.getDefaultClassLoader(), own);
    return beans
        .getBeanProvider(AttributeSerializer.class)
        .getIfAvailable(() ->
            new AttributeSerializer(
                new JsonFormat(AllowedClasses.of(List.of()), classes),
                List.of(),
                AttributeSerializer.VALUE_BYTES_DEFAULT));
  }

  SessionEventSettings events() {
    return beans
        .getBeanProvider(SessionEventSettings.class)
        .getIfAvailable(() -> new SessionEventSettings(true, Optional.empty()));
  }

  @Nullable NearCache nearCache() {
    return beans.getBeanProvider(NearCache.class).getIfAvailable();
  }

  @SuppressWarnings("unchecked")
  @Nullable IndexResolver<Session> indexResolver() {
    return (IndexResolver<Session>) beans.getBeanProvider(INDEX_RESOLVER).getIfAvailable();
  }

  @Nullable SessionIdGenerator ids() {
    return beans.getBeanProvider(SessionIdGenerator.class).getIfAvailable();
  }
}

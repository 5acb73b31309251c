package io.zonekeep.spring.session;

import static java.util.Objects.requireNonNull;

import io.zonekeep.client.Zonekeep;
import io.zonekeep.client.ZonekeepClient;
import io.zonekeep.server.EmbeddedStore;
import io.zonekeep.spring.session.serializer.AllowedClasses;
import io.zonekeep.spring.session.serializer.AttributeSerializer;
import io.zonekeep.spring.session.serializer.JsonFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A real store for the whole test run, and a client of it. Used as a {@link RegisterExtension}. */
public final class StoreExtension implements BeforeAllCallback {
  private static final Namespace SPACE = Namespace.create(StoreExtension.class);

  private @Nullable RunningStore running;

  private record RunningStore(EmbeddedStore store, ZonekeepClient client) implements AutoCloseable {
    static RunningStore start() {
      EmbeddedStore store = EmbeddedStore.start(Map.of("expiry.sweep_interval", "50ms"));
      return new RunningStore(store, Zonekeep.connect(store.target()));
    }

    @Override
    public void close() {
      client.close();
      store.close();
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    Store ofRun = context.getRoot().getStore(SPACE);
    running =
        ofRun.computeIfAbsent(RunningStore.class, key -> RunningStore.start(), RunningStore.class);
  }

  private RunningStore running() {
    return requireNonNull(running, "the store is not started");
  }

  public String target() {
    return running().store().target();
  }

  public ZonekeepClient client() {
    return running().client();
  }

  /** A namespace that no other test uses. */
  public static String namespace() {
    return "n" + UUID.randomUUID();
  }

  static AttributeSerializer json() {
    return new AttributeSerializer(
        new JsonFormat(
            AllowedClasses.of(List.of("io.zonekeep.spring.session.*")),
            StoreExtension.class.getClassLoader()),
        List.of(),
        AttributeSerializer.VALUE_BYTES_DEFAULT);
  }
}

package io.zonekeep.testing;

import io.zonekeep.client.KeyValue;
import io.zonekeep.client.Sessions;
import io.zonekeep.client.ZonekeepClient;
import java.lang.reflect.AnnotatedElement;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives the tests of a class a store: one line, {@code @RegisterExtension static final
 * ZonekeepExtension store = new ZonekeepExtension();}, or {@link ZonekeepStore}. In a field that is
 * not static, each test method gets a store of its own.
 *
 * <p>Test methods may take a {@link TestStore}, a {@link ZonekeepClient}, and {@link Sessions} and
 * {@link KeyValue} of a namespace that no other test method uses. Nested classes share the store of
 * the outer one.
 */
public final class ZonekeepExtension
    implements BeforeAllCallback,
        AfterAllCallback,
        BeforeEachCallback,
        AfterEachCallback,
        ParameterResolver {
  private static final ExtensionContext.Namespace ROOM =
      ExtensionContext.Namespace.create(ZonekeepExtension.class);
  private static final String STORE = "store";
  private static final String NAMESPACE = "namespace";

  private final Map<String, String> settings;
  private volatile @Nullable TestStore last;

  public ZonekeepExtension() {
    this(Map.of());
  }

  private ZonekeepExtension(Map<String, String> settings) {
    this.settings = Map.copyOf(settings);
  }

  /** The same with a setting of the server, such as {@code expiry.sweep_interval} = "50ms". */
  public ZonekeepExtension with(String key, String value) {
    Map<String, String> more = new HashMap<>(settings);
    more.put(key, value);
    return new ZonekeepExtension(more);
  }

  /** What the application's client connects to. */
  public String target() {
    return store().target();
  }

  /** A client for the test itself. */
  public ZonekeepClient client() {
    return store().client();
  }

  /** A namespace that nothing else uses. */
  public String newNamespace() {
    return store().newNamespace();
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    begin(context);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    begin(context);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    end(context);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    end(context);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == TestStore.class
        || type == ZonekeepClient.class
        || type == Sessions.class
        || type == KeyValue.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    TestStore store = found(context).orElseThrow(ZonekeepExtension::noStore).store;
    Class<?> type = parameter.getParameter().getType();
    if (type == TestStore.class) {
      return store;
    }
    if (type == ZonekeepClient.class) {
      return store.client();
    }
    String namespace = namespace(context, store);
    return type == Sessions.class
        ? store.client().sessions(namespace)
        : store.client().keyValue(namespace);
  }

  /** A store and the context that ends it. */
  private record Begun(TestStore store, String ownerId) {}

  private void begin(ExtensionContext context) {
    Optional<Begun> begun = found(context);
    if (begun.isEmpty()) {
      Map<String, String> all = new HashMap<>(annotated(context.getElement()));
      all.putAll(settings);
      begun = Optional.of(new Begun(TestStore.start(all), context.getUniqueId()));
      context.getStore(ROOM).put(STORE, begun.get());
    }
    last = begun.get().store;
  }

  private static void end(ExtensionContext context) {
    found(context)
        .filter(begun -> begun.ownerId.equals(context.getUniqueId()))
        .ifPresent(begun -> begun.store.close());
  }

  /** Looks in the enclosing contexts too. */
  private static Optional<Begun> found(ExtensionContext context) {
    return Optional.ofNullable(context.getStore(ROOM).get(STORE, Begun.class));
  }

  private static String namespace(ExtensionContext context, TestStore store) {
    ExtensionContext.Store room = context.getStore(ROOM);
    String mine = NAMESPACE + context.getUniqueId();
    String namespace = room.get(mine, String.class);
    if (namespace == null) {
      namespace = store.newNamespace();
      room.put(mine, namespace);
    }
    return namespace;
  }

  private static Map<String, String> annotated(Optional<AnnotatedElement> element) {
    Map<String, String> settings = new HashMap<>();
    element
        .map(annotated -> annotated.getAnnotation(ZonekeepStore.class))
        .ifPresent(annotation -> {
          for (String setting : annotation.settings()) {
            int equals = setting.indexOf('=');
            if (equals < 1) {
              throw new ExtensionConfigurationException(
                  "@ZonekeepStore settings: \"" + setting + "\" is not key=value");
            }
            settings.put(
                setting.substring(0, equals).strip(), setting.substring(equals + 1).strip());
          }
        });
    return settings;
  }

  private TestStore store() {
    TestStore store = last;
    if (store == null) {
      throw noStore();
    }
    return store;
  }

  private static IllegalStateException noStore() {
    return new IllegalStateException("the store runs while tests do, and not before");
  }
}

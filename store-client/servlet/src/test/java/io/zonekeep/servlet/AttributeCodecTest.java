package io.zonekeep.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AttributeCodecTest {
  private static final String OWN = "io.zonekeep.servlet.AttributeCodecTest$Item";

  private final AttributeCodec plain = codec(List.of());
  private final AttributeCodec allowing = codec(List.of(OWN));

  record Item(String name, BigDecimal price) implements Serializable {}

  static List<Object> valuesOfTheJdk() {
    return List.of(
        "text",
        7,
        7L,
        true,
        'c',
        1.5,
        new BigDecimal("1.50"),
        UUID.randomUUID(),
        Locale.GERMANY,
        URI.create("https://example.com/"),
        Instant.ofEpochSecond(1),
        Duration.ofDays(1),
        ZonedDateTime.parse("2026-01-01T10:00:00+01:00[Europe/Berlin]"),
        new ArrayList<>(List.of(1, 2)),
        new ArrayDeque<>(List.of(1, 2)).toArray(),
        List.of("a", "b"),
        Set.of("a"),
        Map.of("a", 1),
        Arrays.asList("a", "b"),
        Collections.unmodifiableMap(new TreeMap<>(Map.of("a", 1))),
        Collections.emptyList(),
        new LinkedHashMap<>(Map.of("a", List.of(1))),
        new HashSet<>(Set.of("a", "b")),
        new ConcurrentHashMap<>(Map.of("a", 1)),
        new CopyOnWriteArrayList<>(List.of("a")),
        new int[] {1, 2},
        new String[][] {{"a"}, {"b"}},
        new AtomicInteger(3).get());
  }

  @ParameterizedTest
  @MethodSource("valuesOfTheJdk")
  void valuesOfTheJdkComeBackEqual(Object value) throws UnreadableException {
    assertThat(plain.decode(plain.encode("a", value, null))).isEqualTo(value);
  }

  @Test
  void aValueThatWasReadAndNotChangedHasTheStoredBytes() throws UnreadableException {
    Map<String, Object> fresh = new HashMap<>(64);
    for (int i = 0; i < 20; i++) {
      fresh.put("key " + i, new ArrayList<>(List.of(i)));
    }
    byte[] stored = plain.encode("a", fresh, null);

    assertThat(plain.encode("a", plain.decode(stored), stored)).isSameAs(stored);
    assertThat(plain.encode("a", fresh, stored)).isSameAs(stored);
  }

  @Test
  void aValueThatWasChangedInPlaceHasOthers() throws UnreadableException {
    byte[] stored = plain.encode("a", new ArrayList<>(List.of("tea")), null);
    @SuppressWarnings("unchecked")
    List<String> read = (List<String>) plain.decode(stored);
    read.set(0, "milk");

    assertThat(plain.encode("a", read, stored)).isNotEqualTo(stored);
  }

  @Test
  void classesOfTheApplicationMustBeNamed() throws UnreadableException {
    Item item = new Item("tea", BigDecimal.ONE);

    assertThatThrownBy(() -> plain.encode("item", item, null))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("attribute item")
        .hasMessageContaining("\"allow\"");
    assertThat(allowing.decode(allowing.encode("item", item, null))).isEqualTo(item);
    assertThat(codec(List.of("io.zonekeep.servlet.*")).encode("item", item, null)).isNotEmpty();
    assertThat(codec(List.of("io.zonekeep.**")).encode("item", item, null)).isNotEmpty();
  }

  @Test
  void aPackageDoesNotTakeInThoseBelowIt() {
    assertThatThrownBy(() ->
            codec(List.of("io.zonekeep.*")).encode("item", new Item("tea", BigDecimal.ONE), null))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void enumsMayBeReadWhenNamed() throws UnreadableException {
    AttributeCodec codec = codec(List.of("java.util.concurrent.TimeUnit"));
    EnumMap<TimeUnit, Integer> map = new EnumMap<>(Map.of(TimeUnit.DAYS, 1));

    assertThat(codec.decode(codec.encode("a", map, null))).isEqualTo(map);
    assertThat(codec.decode(codec.encode("a", EnumSet.of(TimeUnit.DAYS), null)))
        .isEqualTo(EnumSet.of(TimeUnit.DAYS));
  }

  @Test
  void foreignClassesAreRefusedBeforeTheirCodeRuns() {
    assertThatThrownBy(() -> plain.decode(Hostile.bytes()))
        .isInstanceOf(UnreadableException.class)
        .hasMessageContaining("REJECTED");
    assertThat(Hostile.wasRead()).isFalse();
  }

  @Test
  void dynamicProxiesAndLambdasAreRefused() throws IOException {
    Object proxy =
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Comparable.class},
            (Serializable & java.lang.reflect.InvocationHandler) (self, method, arguments) -> 0);
    Supplier<String> lambda = (Serializable & Supplier<String>) () -> "x";

    assertThatThrownBy(() -> plain.decode(serialized(proxy)))
        .isInstanceOf(UnreadableException.class);
    assertThatThrownBy(() -> plain.decode(serialized(lambda)))
        .isInstanceOf(UnreadableException.class);
  }

  @Test
  void depthAndLengthHaveALimit() throws IOException {
    List<Object> deep = new ArrayList<>();
    for (int i = 0; i < AllowList.DEPTH_MAX; i++) {
      deep = new ArrayList<>(List.of(deep));
    }
    byte[] tooDeep = serialized(deep);
    byte[] tooLong = serialized(new byte[AllowList.ARRAY_MAX + 1]);

    assertThatThrownBy(() -> plain.decode(tooDeep)).isInstanceOf(UnreadableException.class);
    assertThatThrownBy(() -> plain.decode(tooLong)).isInstanceOf(UnreadableException.class);
    assertThat(plain.encode("a", new byte[AllowList.ARRAY_MAX], null))
        .hasSizeGreaterThan(AllowList.ARRAY_MAX);
  }

  @Test
  void bytesCutAnywhereAreUnreadableAndNothingWorse() {
    byte[] whole = plain.encode("a", new TreeMap<>(Map.of("a", List.of(1, 2))), null);

    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> plain.decode(cut)).isInstanceOf(UnreadableException.class);
    }
  }

  @Test
  void whatCannotBeSerializedIsNamed() {
    ArrayList<Object> list = new ArrayList<>(List.of(new Object()));

    assertThatThrownBy(() -> plain.encode("list", list, null))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("attribute list")
        .hasMessageContaining("java.lang.Object");
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "**", "com.example.", "!com.example.*", "a;b", "maxdepth=9", "a b"})
  void whatIsNeitherAClassNorAPackageIsRefused(String entry) {
    assertThatThrownBy(() -> AllowList.of(List.of(entry)))
        .isInstanceOf(SettingException.class)
        .hasMessageContaining("\"allow\"");
  }

  private static byte[] serialized(Object value) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    }
    return bytes.toByteArray();
  }

  private static AttributeCodec codec(List<String> allow) {
    return new AttributeCodec(AllowList.of(allow), AttributeCodecTest.class.getClassLoader());
  }
}

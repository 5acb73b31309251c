package io.zonekeep.spring.session.serializer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.web.csrf.DefaultCsrfToken;
import org.springframework.web.servlet.FlashMap;

final class SerializerTest {
  private static final int BYTES_MAX = 100_000;
  private static final AllowedClasses ALLOWED =
      AllowedClasses.of(
          List.of(
              SerializerTest.class.getName() + "$Cart",
              SerializerTest.class.getName() + "$Line",
              SerializerTest.class.getName() + "$Color",
              SerializerTest.class.getName() + "$Bean"));

  enum Kind {
    JSON,
    JDK
  }

  enum Color {
    RED,
    GREEN
  }

  record Line(String article, int count, BigDecimal price) implements Serializable {}

  record Cart(List<Line> lines, Map<String, Object> notes, Color color) implements Serializable {}

  /** As older code writes them. */
  public static final class Bean implements Serializable {
    private static final long serialVersionUID = 1;
    private @Nullable String name;
    private int age;

    public @Nullable String getName() {
      return name;
    }

    public void setName(@Nullable String name) {
      this.name = name;
    }

    public int getAge() {
      return age;
    }

    public void setAge(int age) {
      this.age = age;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Bean it
          && it.age == age
          && Optional.ofNullable(it.name).equals(Optional.ofNullable(name));
    }

    @Override
    public int hashCode() {
      return age;
    }
  }

  /** Not allowed, and does harm when it is made. */
  public static final class Hostile implements Serializable {
    private static final long serialVersionUID = 1;
    static final AtomicBoolean MADE = new AtomicBoolean();

    public Hostile() {}

    public void setCommand(String command) {
      MADE.set(true);
    }

    private void readObject(ObjectInputStream input) throws IOException, ClassNotFoundException {
      input.defaultReadObject();
      MADE.set(true);
    }
  }

  private static AttributeFormat format(Kind kind) {
    ClassLoader classes = SerializerTest.class.getClassLoader();
    return switch (kind) {
      case JSON -> new JsonFormat(ALLOWED, classes);
      case JDK -> new JdkFormat(ALLOWED, classes);
    };
  }

  private static AttributeSerializer serializer(Kind written, Kind... alsoRead) {
    return new AttributeSerializer(
        format(written), Stream.of(alsoRead).map(SerializerTest::format).toList(), BYTES_MAX);
  }

  static Stream<Object> values() {
    Bean bean = new Bean();
    bean.setName("b");
    bean.setAge(7);
    return Stream.of(
        "text",
        "",
        true,
        1,
        Long.MAX_VALUE,
        1.5,
        'c',
        new BigDecimal("1.10"),
        UUID.randomUUID(),
        Instant.now(),
        LocalDate.of(2026, 11, 24),
        Date.from(Instant.ofEpochMilli(1)),
        URI.create("http://localhost/"),
        Locale.GERMANY,
        Currency.getInstance("EUR"),
        Color.GREEN,
        new ArrayList<>(List.of("a", 1, 2L)),
        List.of(),
        List.of(1),
        List.of(1, 2, 3),
        Set.of("a"),
        Map.of("k", List.of(1L)),
        Map.of("k", 1, "l", 2),
        new HashSet<>(Set.of(1, 2)),
        new HashMap<>(Map.of("k", new ArrayList<>(List.of(Color.RED)))),
        new CopyOnWriteArrayList<>(List.of("x")),
        new Cart(
            List.of(new Line("tea", 2, new BigDecimal("3.50"))),
            new HashMap<>(Map.of("gift", true, "since", Instant.now())),
            Color.RED),
        new Line("tea", 1, BigDecimal.ONE),
        bean);
  }

  @ParameterizedTest
  @MethodSource("values")
  void valuesComeBackAsTheyWere(Object value) {
    for (Kind kind : Kind.values()) {
      AttributeSerializer serializer = serializer(kind);
      Object read = serializer.read("x", serializer.write("x", value));
      assertThat(read).as("%s", kind).isEqualTo(value);
    }
  }

  @ParameterizedTest
  @EnumSource
  void arraysComeBack(Kind kind) {
    AttributeSerializer serializer = serializer(kind);
    assertThat(serializer.read("x", serializer.write("x", new byte[] {1, -1})))
        .isEqualTo(new byte[] {1, -1});
    assertThat(serializer.read("x", serializer.write("x", new int[] {1, 2})))
        .isEqualTo(new int[] {1, 2});
    assertThat(serializer.read("x", serializer.write("x", new String[] {"a", "b"})))
        .isEqualTo(new String[] {"a", "b"});
    assertThat(serializer.read("x", serializer.write("x", new Line[] {}))).isEqualTo(new Line[] {});
  }

  @ParameterizedTest
  @EnumSource
  void whatSpringSecurityKeepsComesBack(Kind kind) {
    AttributeSerializer serializer = serializer(kind);
    UsernamePasswordAuthenticationToken token =
        UsernamePasswordAuthenticationToken.authenticated(
            new User("berta", "", AuthorityUtils.createAuthorityList("ROLE_USER")),
            null,
            AuthorityUtils.createAuthorityList("ROLE_USER"));
    SecurityContext context = new SecurityContextImpl(token);

    assertThat(serializer.read("x", serializer.write("x", context))).isEqualTo(context);
    Object csrf = serializer.read("x", serializer.write("x", new DefaultCsrfToken("h", "p", "t")));
    assertThat(((DefaultCsrfToken) csrf).getToken()).isEqualTo("t");
    for (AuthenticationException failure :
        List.of(new BadCredentialsException("wrong"), new LockedException("locked"))) {
      Object read = serializer.read("x", serializer.write("x", failure));
      assertThat(read).hasSameClassAs(failure);
      assertThat((Throwable) read).hasMessage(failure.getMessage());
    }
  }

  @ParameterizedTest
  @EnumSource
  void theAttributesOfARedirectComeBack(Kind kind) {
    AttributeSerializer serializer = serializer(kind);
    FlashMap map = new FlashMap();
    map.put("message", "saved");
    map.put("cart", new Line("tea", 1, BigDecimal.ONE));
    map.setTargetRequestPath("/cart");
    map.addTargetRequestParam("page", "1");
    map.startExpirationPeriod(180);
    List<FlashMap> maps = new CopyOnWriteArrayList<>(List.of(map));

    Object read = serializer.read("x", serializer.write("x", maps));

    assertThat(read).isEqualTo(maps);
    assertThat(((FlashMap) ((List<?>) read).get(0)).getExpirationTime())
        .isEqualTo(map.getExpirationTime());
  }

  @ParameterizedTest
  @EnumSource
  void aClassThatIsNotAllowedIsNotWritten(Kind kind) {
    AttributeSerializer serializer = serializer(kind);
    assertThatThrownBy(() -> serializer.write("cart", new Hostile()))
        .isInstanceOf(AttributeException.class)
        .hasMessageContaining("\"cart\"")
        .hasMessageContaining(Hostile.class.getName())
        .hasMessageContaining("allowed classes");
    assertThatThrownBy(() -> serializer.write("cart", new ArrayList<>(List.of(new Hostile()))))
        .isInstanceOf(AttributeException.class)
        .hasMessageContaining(Hostile.class.getName());
  }

  @Test
  void hostileJdkObjectsAreRefusedUnmade() throws IOException {
    for (Object payload : List.of(new Hostile(), new ArrayList<>(List.of(new Hostile())))) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      bytes.write(JdkFormat.NUMBER);
      try (ObjectOutputStream output = new ObjectOutputStream(bytes)) {
        output.writeObject(payload);
      }
      assertThatThrownBy(() -> serializer(Kind.JDK).read("x", bytes.toByteArray()))
          .isInstanceOf(AttributeException.class)
          .hasMessageContaining("not allowed");
    }
    assertThat(Hostile.MADE).isFalse();
  }

  @Test
  void hostileJsonIsRefusedUnmade() {
    String hostile = Hostile.class.getName();
    for (String json :
        List.of(
            "{\"@class\":\"" + hostile + "\",\"command\":\"x\"}",
            "[\"" + hostile + "\",{\"command\":\"x\"}]",
            "[\"java.util.ArrayList\",[{\"@class\":\"" + hostile + "\",\"command\":\"x\"}]]",
            "[\"java.util.ArrayList<" + hostile + ">\",[{\"command\":\"x\"}]]",
            "[\"[L" + hostile + ";\",[{\"command\":\"x\"}]]",
            "[\"java.lang.Class\",\"" + hostile + "\"]",
            "{\"@class\":\"org.springframework.context.support.FileSystemXmlApplicationContext\"}",
            "[\"javax.naming.InitialContext\",{}]")) {
      byte[] bytes = (" " + json).getBytes(UTF_8);
      bytes[0] = JsonFormat.NUMBER;
      assertThatThrownBy(() -> serializer(Kind.JSON).read("x", bytes))
          .as(json)
          .isInstanceOf(AttributeException.class);
    }
    assertThat(Hostile.MADE).isFalse();
  }

  @Test
  void aBombOfNestedSetsIsRefused() throws IOException {
    Set<Object> root = new HashSet<>();
    Set<Object> left = root;
    for (int i = 0; i < 100; i++) {
      Set<Object> next = new HashSet<>(Set.of("x" + i));
      left.add(next);
      left = next;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(JdkFormat.NUMBER);
    try (ObjectOutputStream output = new ObjectOutputStream(bytes)) {
      output.writeObject(root);
    }
    assertThatThrownBy(() -> serializer(Kind.JDK).read("x", bytes.toByteArray()))
        .isInstanceOf(AttributeException.class);

    byte[] deep = (" " + "[".repeat(10_000)).getBytes(UTF_8);
    deep[0] = JsonFormat.NUMBER;
    assertThatThrownBy(() -> serializer(Kind.JSON).read("x", deep))
        .isInstanceOf(AttributeException.class);
  }

  @ParameterizedTest
  @EnumSource
  void damagedBytesAreAnErrorOfTheirOwn(Kind kind) {
    AttributeSerializer serializer = serializer(kind);
    byte[] good = serializer.write("x", new Line("tea", 1, BigDecimal.ONE));
    for (int length = 0; length < good.length; length++) {
      byte[] cut = java.util.Arrays.copyOf(good, length);
      assertThatThrownBy(() -> serializer.read("x", cut)).isInstanceOf(AttributeException.class);
    }
  }

  @Test
  void theMessageOfAReadHoldsNoContent() {
    byte[] bytes =
        (" {\"@class\":\"" + Line.class.getName() + "\",\"count\":\"secret\"}").getBytes(UTF_8);
    bytes[0] = JsonFormat.NUMBER;
    assertThatThrownBy(() -> serializer(Kind.JSON).read("x", bytes))
        .isInstanceOf(AttributeException.class)
        .message()
        .doesNotContain("secret")
        .contains("count");
  }

  @Test
  void aValueOverItsBoundIsRefusedBothWays() {
    AttributeSerializer wide =
        new AttributeSerializer(format(Kind.JSON), List.of(), 10 * BYTES_MAX);
    byte[] large = wide.write("x", "y".repeat(BYTES_MAX));
    assertThatThrownBy(() -> serializer(Kind.JSON).read("x", large))
        .hasMessageContaining("value-bytes-max");
    assertThatThrownBy(() -> serializer(Kind.JSON).write("x", "y".repeat(BYTES_MAX)))
        .hasMessageContaining("\"x\"")
        .hasMessageContaining("100,000");
  }

  @Test
  void whatCouldNotBeReadBackIsNotWritten() {
    AttributeSerializer serializer =
        new AttributeSerializer(
            new JsonFormat(
                AllowedClasses.of(List.of("io.zonekeep.*")), getClass().getClassLoader()),
            List.of(),
            BYTES_MAX);
    assertThatThrownBy(() -> serializer.write("x", new WriteOnly(3)))
        .isInstanceOf(AttributeException.class)
        .hasMessageContaining("could be written as JSON, but not read");
  }

  /** Jackson finds no way to make one. */
  public static final class WriteOnly {
    private final int size;

    WriteOnly(int size, String... more) {
      this.size = size + more.length;
    }

    public int getSize() {
      return size;
    }
  }

  @Test
  void aSerializerUpgradeReadsTheOldAndWritesTheNew() {
    AttributeSerializer old = serializer(Kind.JDK);
    AttributeSerializer upgraded = serializer(Kind.JSON, Kind.JDK);
    AttributeSerializer oldThatReadsBoth = serializer(Kind.JDK, Kind.JSON);
    Line line = new Line("tea", 1, BigDecimal.ONE);

    byte[] before = old.write("x", line);
    byte[] after = upgraded.write("x", upgraded.read("x", before));

    assertThat(before[0]).isEqualTo((byte) JdkFormat.NUMBER);
    assertThat(after[0]).isEqualTo((byte) JsonFormat.NUMBER);
    assertThat(upgraded.read("x", after)).isEqualTo(line);
    assertThat(oldThatReadsBoth.read("x", after)).isEqualTo(line);
    assertThatThrownBy(() -> old.read("x", after)).hasMessageContaining("format 2");
  }

  @Test
  void fieldsComeAndGo() {
    AttributeSerializer serializer = serializer(Kind.JSON);
    byte[] bytes =
        (" {\"@class\":\"" + Line.class.getName() + "\",\"article\":\"tea\",\"gone\":[1]}")
            .getBytes(UTF_8);
    bytes[0] = JsonFormat.NUMBER;
    assertThat(serializer.read("x", bytes))
        .extracting(line -> ((Line) line).article())
        .isEqualTo("tea");
  }

  @Test
  void wrongSettingsAreNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AllowedClasses.of(List.of("*")))
        .withMessageContaining("\"*\"");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new AttributeSerializer(format(Kind.JDK), List.of(format(Kind.JDK)), BYTES_MAX));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AttributeSerializer(format(Kind.JDK), List.of(), 0));
  }
}

package io.zonekeep.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SettingsTest {
  private static final String NODES =
      """
      [{ id: a, zone: za, host: h1, client_port: 1, raft_port: 2, admin_port: 3 }
       { id: b, zone: zb, host: h2, client_port: 1, raft_port: 2, admin_port: 3 }
       { id: c, zone: zc, host: h3, client_port: 1, raft_port: 2, admin_port: 3 }]
      """;
  private static final Map<String, String> LEAST =
      Map.of(
          "ZONEKEEP_NODE_ID", "b",
          "ZONEKEEP_NODE_DATA_FOLDER", "/data",
          "ZONEKEEP_CLUSTER_NODES", NODES);

  @TempDir Path folder;

  static List<Setting<?>> boundedSettings() {
    return SettingsTable.all().stream().filter(setting -> setting.max().isPresent()).toList();
  }

  static List<Setting<?>> allSettings() {
    return SettingsTable.all();
  }

  @Test
  void defaultsAreAsDocumented() {
    Settings settings = load(Map.of());

    assertThat(settings.cluster().name()).isEqualTo("zonekeep");
    assertThat(settings.self().zone()).isEqualTo("zb");
    assertThat(settings.bindAddress()).isEqualTo("h2");
    assertThat(settings.pipeline())
        .isEqualTo(new Settings.Pipeline(65_536, 64 << 20, 4_096, 1 << 20, 3));
    assertThat(settings.promotion())
        .isEqualTo(new Settings.Promotion(Duration.ofMillis(300), Duration.ofMillis(600), true));
    assertThat(settings.read()).isEqualTo(new Settings.Read(Duration.ofSeconds(1)));
    assertThat(settings.session()).isEqualTo(new Settings.Session(Duration.ofSeconds(1)));
    assertThat(settings.expiry()).isEqualTo(new Settings.Expiry(Duration.ofMillis(200), 1_000));
    assertThat(settings.dedupe())
        .isEqualTo(new Settings.Dedupe(Duration.ofMinutes(10), 10_000, 1_000_000));
    assertThat(settings.feed())
        .isEqualTo(
            new Settings.Feed(true, Duration.ofHours(1), 128 << 20, 64 << 20, 16 << 10, 4_096));
    assertThat(settings.log()).isEqualTo(new Settings.Log(16 << 20, 1 << 20));
    assertThat(settings.snapshot())
        .isEqualTo(new Settings.Snapshot(256 << 20, 1_000_000, Duration.ofSeconds(30)));
    assertThat(settings.storage()).isEqualTo(new Settings.Storage(256 << 20, 64 << 20));
    assertThat(settings.repair()).isEqualTo(new Settings.Repair(true));
    assertThat(settings.limits())
        .isEqualTo(
            new Settings.Limits(
                1 << 10,
                1 << 20,
                4 << 20,
                1_024,
                256,
                256,
                256,
                128,
                4 << 20,
                1_000,
                4 << 20,
                4_096,
                8 << 20,
                Duration.ofDays(3_650)));
  }

  @ParameterizedTest
  @MethodSource("allSettings")
  void everyKeyIsOverriddenByItsVariable(Setting<?> setting) throws IOException {
    String other = otherValue(setting);
    Path file = folder.resolve("node.conf");
    Files.writeString(
        file, "zonekeep { node { id: c, data_folder: /x }, cluster.nodes: " + NODES + "}");
    Map<String, String> environment = new HashMap<>();
    environment.put(setting.variable(), other);

    Settings settings = SettingsLoader.load(Optional.of(file), environment);

    assertThat(settings).isNotEqualTo(SettingsLoader.load(Optional.of(file), Map.of()));
  }

  @ParameterizedTest
  @MethodSource("boundedSettings")
  void aValueOutOfBoundsNamesKeyAndBounds(Setting<?> setting) {
    refused(setting, moved(setting.max().orElseThrow(), 1));
    refused(setting, moved(setting.min().orElseThrow(), -1));
  }

  private static void refused(Setting<?> setting, String value) {
    boolean negativeSize = setting.kind().equals(Kind.BYTES) && value.startsWith("-");
    assertThatThrownBy(() -> load(Map.of(setting.variable(), value)))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining(setting.key() + " = ")
        .hasMessageContaining(negativeSize ? "is not a" : "out of bounds: " + setting.bounds())
        .hasMessageContaining(setting.variable());
  }

  @Test
  void aMalformedValueNamesKeyAndKind() {
    assertThatThrownBy(() -> load(Map.of("ZONEKEEP_PROMOTION_TIMEOUT_MIN", "soon")))
        .isInstanceOf(SettingsException.class)
        .hasMessage(
            "promotion.timeout_min = \"soon\" is not a duration, such as 300ms"
                + " (environment variable ZONEKEEP_PROMOTION_TIMEOUT_MIN)");
  }

  @Test
  void anUnknownKeyNamesTheNearest() throws IOException {
    Path file = folder.resolve("node.conf");
    Files.writeString(file, "zonekeep {\n pipeline.batch_write: 7\n}");

    assertThatThrownBy(() -> SettingsLoader.load(Optional.of(file), LEAST))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("unknown key pipeline.batch_write; the nearest known one is")
        .hasMessageContaining("pipeline.batch_writes")
        .hasMessageContaining("node.conf: 2")
        .hasMessageNotContaining("\n");
  }

  @Test
  void anUnknownRootIsRefused() throws IOException {
    Path file = folder.resolve("node.conf");
    Files.writeString(file, "node.id: a");

    assertThatThrownBy(() -> SettingsLoader.load(Optional.of(file), LEAST))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("unknown key node")
        .hasMessageContaining("under zonekeep");
  }

  @Test
  void aFileThatIsNotHoconIsRefusedInOneLine() throws IOException {
    Path file = folder.resolve("node.conf");
    Files.writeString(file, "zonekeep { \n = = ");

    assertThatThrownBy(() -> SettingsLoader.load(Optional.of(file), LEAST))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("node.conf")
        .hasMessageNotContaining("\n");
  }

  @Test
  void aMissingFileIsRefused() {
    assertThatThrownBy(() -> SettingsLoader.load(Optional.of(folder.resolve("none.conf")), LEAST))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("none.conf");
  }

  @Test
  void aRequiredKeyIsAskedFor() {
    assertThatThrownBy(
            () -> SettingsLoader.load(Optional.empty(), Map.of("ZONEKEEP_CLUSTER_NODES", NODES)))
        .hasMessage("node.id is not set: set it in the file or by ZONEKEEP_NODE_ID");
  }

  @Test
  void aMistypedVariableIsRefusedAndForeignOnesAreNot() {
    assertThatThrownBy(() -> load(Map.of("ZONEKEEP_PIPELINE_QUEUE_WRITE", "1")))
        .hasMessage(
            "unknown environment variable ZONEKEEP_PIPELINE_QUEUE_WRITE; the nearest known one is"
                + " ZONEKEEP_PIPELINE_QUEUE_WRITES");
    assertThatThrownBy(() -> load(Map.of("ZONEKEEP_NOD_ID", "1")))
        .hasMessageContaining("ZONEKEEP_NODE_ID");

    Settings settings =
        load(
            Map.of(
                "ZONEKEEP_TARGET", "zonekeep:///h1:1",
                "ZONEKEEP_NAMESPACE", "default",
                "ZONEKEEP_PORT", "tcp://10.0.0.1:7101",
                "ZONEKEEP_NODE_SERVICE_HOST", "10.0.0.1",
                "ZONEKEEP_NODE_PORT_7101_TCP_ADDR", "10.0.0.1"));
    assertThat(settings).isEqualTo(load(Map.of()));
  }

  @Test
  void settingsThatContradictEachOtherAreRefused() {
    assertThatThrownBy(() -> load(Map.of("ZONEKEEP_PROMOTION_TIMEOUT_MAX", "300ms")))
        .hasMessageContaining("promotion.timeout_max")
        .hasMessageContaining("promotion.timeout_min");
    assertThatThrownBy(() -> load(Map.of("ZONEKEEP_LIMIT_FRAME_BYTES", "4MiB")))
        .hasMessageContaining("limit.frame_bytes");
    assertThatThrownBy(() -> load(Map.of("ZONEKEEP_PIPELINE_QUEUE_BYTES", "4MiB")))
        .hasMessageContaining("pipeline.queue_bytes");
  }

  private static Settings load(Map<String, String> further) {
    Map<String, String> environment = new HashMap<>(LEAST);
    environment.putAll(further);
    return SettingsLoader.load(Optional.empty(), environment);
  }

  /** Another valid value than the default, near it so that settings go together. */
  private static String otherValue(Setting<?> setting) {
    return switch (setting.key()) {
      case "cluster.name" -> "other";
      case "cluster.nodes" -> NODES.replace("zc", "zd");
      case "node.id" -> "a";
      case "node.data_folder" -> "/other";
      case "node.bind" -> "0.0.0.0";
      default -> near(setting);
    };
  }

  private static String near(Setting<?> setting) {
    String byDefault = setting.byDefault().orElseThrow();
    Object value = setting.readFrom(ConfigFactory.parseMap(Map.of(setting.key(), byDefault)));
    return switch (value) {
      case Boolean flag -> String.valueOf(!flag);
      case Duration duration -> duration.toMillis() - 1 + "ms";
      case Long bytes -> bytes + 1 + "B";
      case Integer count -> String.valueOf(count + 1);
      default -> throw new IllegalStateException(setting.key());
    };
  }

  private static String moved(Object bound, int by) {
    return switch (bound) {
      case Duration duration -> duration.toMillis() + by + "ms";
      case Long bytes -> bytes + by + "B";
      case Integer count -> String.valueOf(count + (long) by);
      default -> throw new IllegalStateException(bound.toString());
    };
  }
}

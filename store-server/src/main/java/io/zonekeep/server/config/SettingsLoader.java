package io.zonekeep.server.config;

import static io.zonekeep.server.config.SettingsTable.*;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Makes {@link Settings} of a file, the environment and the defaults, in this order of weight. */
public final class SettingsLoader {
  private static final String ROOT = "zonekeep";
  private static final int ENVELOPE_BYTES = 64 << 10;

  private SettingsLoader() {}

  /**
   * Loads and checks all settings.
   *
   * @param file HOCON; empty: everything comes from the environment
   * @throws SettingsException if a key or value is wrong
   * @throws LayoutException if the list of nodes is
   */
  public static Settings load(Optional<Path> file, Map<String, String> environment) {
    Config written = file.map(SettingsLoader::parse).orElse(ConfigFactory.empty());
    return of(EnvironmentKeys.read(environment).withFallback(written));
  }

  /** Makes settings of keys without their root, such as {@code node.id}. */
  public static Settings of(Config written) {
    UnknownKeys.refuse(written);
    Config config = written.withFallback(defaults());
    Settings settings = read(config);
    Layout.check(settings.cluster().nodes(), settings.node().id());
    checkTogether(settings);
    return settings;
  }

  private static Config parse(Path file) {
    if (!Files.isReadable(file)) {
      throw new SettingsException("cannot read the settings file " + file);
    }
    Config parsed;
    try {
      parsed = ConfigFactory.parseFile(file.toFile()).resolve();
    } catch (ConfigException malformed) {
      throw new SettingsException(oneLine(String.valueOf(malformed.getMessage())));
    }
    for (String root : parsed.root().keySet()) {
      if (!root.equals(ROOT)) {
        throw new SettingsException(
            "unknown key %s in %s: all settings stand under %s".formatted(root, file, ROOT));
      }
    }
    return parsed.hasPath(ROOT) ? parsed.getConfig(ROOT) : ConfigFactory.empty();
  }

  private static String oneLine(String text) {
    return text.replace('\n', ' ');
  }

  private static Config defaults() {
    Map<String, String> texts = new HashMap<>();
    for (Setting<?> setting : SettingsTable.all()) {
      setting.byDefault().ifPresent(text -> texts.put(setting.key(), text));
    }
    return ConfigFactory.parseMap(texts, "default");
  }

  private static Settings read(Config config) {
    return new Settings(
        new Settings.Cluster(CLUSTER_NAME.readFrom(config), CLUSTER_NODES.readFrom(config)),
        new Settings.Node(
            NODE_ID.readFrom(config),
            Path.of(NODE_DATA_FOLDER.readFrom(config)),
            NODE_BIND.readFrom(config)),
        new Settings.Pipeline(
            PIPELINE_QUEUE_WRITES.readFrom(config),
            PIPELINE_QUEUE_BYTES.readFrom(config),
            PIPELINE_BATCH_WRITES.readFrom(config),
            small(PIPELINE_BATCH_BYTES, config),
            PIPELINE_BATCHES_IN_FLIGHT.readFrom(config)),
        new Settings.Promotion(
            PROMOTION_TIMEOUT_MIN.readFrom(config),
            PROMOTION_TIMEOUT_MAX.readFrom(config),
            PROMOTION_ON_CRASH.readFrom(config)),
        new Settings.Read(READ_CONFIRM_TIMEOUT.readFrom(config)),
        new Settings.Session(SESSION_TOUCH_INTERVAL.readFrom(config)),
        new Settings.Expiry(
            EXPIRY_SWEEP_INTERVAL.readFrom(config), EXPIRY_SWEEP_RECORDS.readFrom(config)),
        new Settings.Dedupe(
            DEDUPE_WINDOW.readFrom(config),
            DEDUPE_RESULTS_PER_CLIENT.readFrom(config),
            DEDUPE_RESULTS.readFrom(config)),
        new Settings.Feed(
            FEED_KEYS.readFrom(config),
            FEED_WINDOW.readFrom(config),
            FEED_SESSION_BYTES.readFrom(config),
            FEED_KEY_BYTES.readFrom(config),
            small(FEED_LAST_STATE_BYTES, config),
            FEED_WATCHERS_MAX.readFrom(config)),
        new Settings.Log(
            LOG_SEGMENT_BYTES.readFrom(config), LOG_PREALLOCATE_BYTES.readFrom(config)),
        new Settings.Snapshot(
            SNAPSHOT_LOG_BYTES.readFrom(config),
            SNAPSHOT_LOG_ENTRIES.readFrom(config),
            SNAPSHOT_INTERVAL_MIN.readFrom(config)),
        new Settings.Storage(STORAGE_CACHE.readFrom(config), STORAGE_MEMTABLE.readFrom(config)),
        new Settings.Repair(REPAIR_WIPE_DAMAGED.readFrom(config)),
        limits(config),
        api(config),
        new Settings.Admin(ADMIN_THREADS.readFrom(config)),
        new Settings.Health(
            HEALTH_INTERVAL.readFrom(config),
            HEALTH_DISK_WRITE_MAX.readFrom(config),
            HEALTH_DISK_FREE_MIN.readFrom(config),
            HEALTH_PAUSE_MAX.readFrom(config),
            HEALTH_APPLY_LAG_MAX.readFrom(config),
            HEALTH_SILENCE_MAX.readFrom(config)));
  }

  private static Settings.Limits limits(Config config) {
    return new Settings.Limits(
        small(LIMIT_KEY_BYTES, config),
        small(LIMIT_VALUE_BYTES, config),
        small(LIMIT_SESSION_BYTES, config),
        LIMIT_SESSION_ATTRIBUTES.readFrom(config),
        small(LIMIT_ATTRIBUTE_NAME_BYTES, config),
        small(LIMIT_SESSION_ID_BYTES, config),
        small(LIMIT_PRINCIPAL_BYTES, config),
        LIMIT_BATCH_OPERATIONS.readFrom(config),
        small(LIMIT_BATCH_BYTES, config),
        LIMIT_PAGE_RECORDS.readFrom(config),
        small(LIMIT_PAGE_BYTES, config),
        LIMIT_FRAME_CALLS.readFrom(config),
        small(LIMIT_FRAME_BYTES, config),
        LIMIT_TTL.readFrom(config));
  }

  private static Settings.Api api(Config config) {
    return new Settings.Api(
        API_CONNECTIONS_MAX.readFrom(config),
        API_CONNECTION_CALLS_MAX.readFrom(config),
        API_STREAMS_MAX.readFrom(config),
        API_CALLS_IN_FLIGHT_MAX.readFrom(config),
        API_REPLY_BYTES_MAX.readFrom(config),
        API_WATCHERS_MAX.readFrom(config),
        API_PAGE_READS_MAX.readFrom(config),
        API_DRAIN_TIMEOUT.readFrom(config));
  }

  /** Sizes whose bounds in the table keep them far below 2 GiB. */
  private static int small(Setting<Long> setting, Config config) {
    return Math.toIntExact(setting.readFrom(config));
  }

  private static void checkTogether(Settings settings) {
    Settings.Promotion promotion = settings.promotion();
    if (promotion.timeoutMax().compareTo(promotion.timeoutMin()) <= 0) {
      throw new SettingsException("promotion.timeout_max must be more than promotion.timeout_min");
    }
    Settings.Limits limits = settings.limits();
    int largestCall =
        Math.max(limits.valueBytes(), Math.max(limits.sessionBytes(), limits.batchBytes()));
    if (limits.frameBytes() < largestCall + ENVELOPE_BYTES) {
      throw new SettingsException(
          "limit.frame_bytes must be at least 64KiB more than limit.value_bytes,"
              + " limit.session_bytes and limit.batch_bytes");
    }
    if (settings.pipeline().queueBytes() < limits.frameBytes()) {
      throw new SettingsException("pipeline.queue_bytes must be at least limit.frame_bytes");
    }
  }
}

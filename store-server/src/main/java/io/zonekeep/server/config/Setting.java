package io.zonekeep.server.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigRenderOptions;
import java.util.Locale;
import java.util.Optional;

/**
 * One key of the settings: how its value is written, its default and bounds, what it means.
 *
 * @param byDefault as it would be written in the file; empty: the key must be set
 */
public record Setting<T>(
    String key,
    Kind<T> kind,
    Optional<String> byDefault,
    Optional<T> min,
    Optional<T> max,
    String meaning) {

  /** The environment variable that overrides the file. */
  public String variable() {
    return "ZONEKEEP_" + key.toUpperCase(Locale.ROOT).replace('.', '_');
  }

  /** The bounds as people read them; empty if there are none. */
  public String bounds() {
    return min.isPresent() && max.isPresent()
        ? kind.text().apply(min.get()) + " to " + kind.text().apply(max.get())
        : "";
  }

  /** Takes this setting's value from a configuration that holds all keys and defaults. */
  T readFrom(Config config) {
    if (!config.hasPath(key)) {
      throw new SettingsException(
          "%s is not set: set it in the file or by %s".formatted(key, variable()));
    }
    T value;
    try {
      value = kind.reader().apply(config, key);
    } catch (ConfigException malformed) {
      throw new SettingsException(
          "%s = %s is not a %s (%s)".formatted(key, written(config), kind.name(), origin(config)));
    }
    if (outside(value)) {
      throw new SettingsException(
          "%s = %s is out of bounds: %s (%s)"
              .formatted(key, kind.text().apply(value), bounds(), origin(config)));
    }
    return value;
  }

  private boolean outside(T value) {
    return min.map(least -> kind.order().compare(value, least) < 0).orElse(false)
        || max.map(most -> kind.order().compare(value, most) > 0).orElse(false);
  }

  private String written(Config config) {
    return config.getValue(key).render(ConfigRenderOptions.concise());
  }

  private String origin(Config config) {
    return config.getValue(key).origin().description();
  }
}

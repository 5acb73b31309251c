package io.zonekeep.server.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValue;
import java.util.List;
import java.util.Map;

/** A mistyped key must not be passed over: its author believes that it holds. */
final class UnknownKeys {
  private UnknownKeys() {}

  static void refuse(Config written) {
    List<String> known = SettingsTable.all().stream().map(Setting::key).toList();
    for (Map.Entry<String, ConfigValue> entry : written.entrySet()) {
      if (!known.contains(entry.getKey())) {
        throw new SettingsException(
            "unknown key %s; the nearest known one is %s (%s)"
                .formatted(
                    entry.getKey(),
                    Nearest.to(entry.getKey(), known),
                    entry.getValue().origin().description()));
      }
    }
  }
}

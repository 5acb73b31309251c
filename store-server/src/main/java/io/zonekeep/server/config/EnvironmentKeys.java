package io.zonekeep.server.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Settings given as environment variables. The tools of this project have variables of their own
 * (such as ZONEKEEP_TARGET), and Kubernetes adds some for a service named zonekeep; so a variable
 * is a mistake only if it looks like a setting: it names a group of settings or is a slip away from
 * one.
 */
final class EnvironmentKeys {
  private static final Pattern KUBERNETES =
      Pattern.compile("ZONEKEEP(_[A-Z0-9]+)*_(SERVICE_(HOST|PORT(_\\w+)?)|PORT(_\\d+_TCP\\w*)?)");
  private static final int SLIP_MAX = 2;

  private EnvironmentKeys() {}

  static Config read(Map<String, String> environment) {
    Map<String, Setting<?>> byVariable = new TreeMap<>();
    SettingsTable.all().forEach(setting -> byVariable.put(setting.variable(), setting));
    Config config = ConfigFactory.empty();
    for (Map.Entry<String, String> variable : environment.entrySet()) {
      Optional<Setting<?>> setting = Optional.ofNullable(byVariable.get(variable.getKey()));
      if (setting.isPresent()) {
        config = value(setting.get(), variable.getValue()).withFallback(config);
      } else {
        refuseIfMeantAsSetting(variable.getKey(), List.copyOf(byVariable.keySet()));
      }
    }
    return config;
  }

  private static Config value(Setting<?> setting, String text) {
    String origin = "environment variable " + setting.variable();
    if (!setting.kind().equals(Kind.NODES)) {
      return ConfigFactory.parseMap(Map.of(setting.key(), text), origin);
    }
    try {
      return ConfigFactory.parseString(setting.key() + " = " + text);
    } catch (ConfigException malformed) {
      throw new SettingsException(
          "%s is not a list of nodes such as [{id: a, zone: a, host: ...}] (%s)"
              .formatted(setting.key(), origin));
    }
  }

  private static void refuseIfMeantAsSetting(String name, List<String> known) {
    if (!name.startsWith("ZONEKEEP_") || KUBERNETES.matcher(name).matches()) {
      return;
    }
    String nearest = Nearest.to(name, known);
    if (namesGroup(name) || Nearest.distance(name, nearest) <= SLIP_MAX) {
      throw new SettingsException(
          "unknown environment variable %s; the nearest known one is %s".formatted(name, nearest));
    }
  }

  private static boolean namesGroup(String name) {
    return SettingsTable.all().stream()
        .map(Setting::variable)
        .anyMatch(variable -> name.startsWith(variable.substring(0, variable.indexOf('_', 9) + 1)));
  }
}

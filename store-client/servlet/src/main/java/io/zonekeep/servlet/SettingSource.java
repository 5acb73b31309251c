package io.zonekeep.servlet;

import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletContext;
import java.util.Collection;
import java.util.Collections;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the settings stand: as an init-param of the filter ({@code cookie.name}), as a
 * context-param ({@code zonekeep.cookie.name}), or in the environment ({@code
 * ZONEKEEP_COOKIE_NAME}). The first of these wins.
 */
final class SettingSource {
  private static final String PREFIX = "zonekeep.";

  private final Optional<FilterConfig> filter;
  private final ServletContext context;
  private final Function<String, @Nullable String> environment;

  SettingSource(
      Optional<FilterConfig> filter,
      ServletContext context,
      Function<String, @Nullable String> environment) {
    this.filter = filter;
    this.context = context;
    this.environment = environment;
  }

  Optional<String> find(String key) {
    return filter
        .map(config -> config.getInitParameter(key))
        .or(() -> Optional.ofNullable(context.getInitParameter(PREFIX + key)))
        .or(() -> Optional.ofNullable(environment.apply(variable(key))))
        .map(String::strip)
        .filter(value -> !value.isEmpty());
  }

  /** A misspelt setting must not be taken for one that was left out. */
  void requireKnown(Collection<String> known) {
    Stream<String> ofFilter =
        filter.stream()
            .flatMap(config -> Collections.list(config.getInitParameterNames()).stream());
    Stream<String> ofContext =
        Collections.list(context.getInitParameterNames()).stream()
            .filter(name -> name.startsWith(PREFIX))
            .map(name -> name.substring(PREFIX.length()));
    Stream.concat(ofFilter, ofContext)
        .filter(name -> !known.contains(name))
        .findFirst()
        .ifPresent(name -> {
          throw new SettingException(
              name, "is not a setting; there are " + String.join(", ", known));
        });
  }

  private static String variable(String key) {
    return (PREFIX + key).toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }
}

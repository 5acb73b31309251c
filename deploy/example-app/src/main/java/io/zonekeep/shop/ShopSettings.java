package io.zonekeep.shop;

import java.time.Duration;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What an app is told of itself.
 *
 * @param app its name, shown to users: 1 to 32 characters of a-z 0-9 -
 * @param zone the zone it stands in: as {@code app}
 * @param drain how long it goes on serving after SIGTERM, its /health saying 503 meanwhile, so that
 *     the balancer sends it nothing new: 0 to 20 s
 */
@ConfigurationProperties("shop")
record ShopSettings(String app, String zone, @DefaultValue("3s") Duration drain) {
  static final Duration DRAIN_MAX = Duration.ofSeconds(20);

  private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,32}");

  ShopSettings {
    checkName("shop.app", app);
    checkName("shop.zone", zone);
    if (drain.isNegative() || drain.compareTo(DRAIN_MAX) > 0) {
      throw new IllegalArgumentException("shop.drain: %s is not in 0s to 20s".formatted(drain));
    }
  }

  private static void checkName(String setting, String value) {
    if (!NAME.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "%s: '%s' is not 1 to 32 characters of a-z 0-9 -".formatted(setting, value));
    }
  }
}

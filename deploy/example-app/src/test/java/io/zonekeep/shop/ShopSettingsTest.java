package io.zonekeep.shop;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ShopSettingsTest {
  private static final Duration DRAIN = Duration.ofSeconds(2);

  @Test
  void aWrongValueIsNamedWithItsLimit() {
    assertThatThrownBy(() -> new ShopSettings("A 1", "a", DRAIN))
        .hasMessage("shop.app: 'A 1' is not 1 to 32 characters of a-z 0-9 -");
    assertThatThrownBy(() -> new ShopSettings("a-1", "", DRAIN))
        .hasMessage("shop.zone: '' is not 1 to 32 characters of a-z 0-9 -");
    assertThatThrownBy(() -> new ShopSettings("a-1", "a", Duration.ofSeconds(21)))
        .hasMessage("shop.drain: PT21S is not in 0s to 20s");
  }
}

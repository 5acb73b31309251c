package io.zonekeep.shop;

import java.util.Locale;

/**
 * Something to buy.
 *
 * @param id 1 to 32 characters of a-z -
 * @param cents its price
 * @param colour of its picture, for CSS
 */
record Item(String id, String name, String unit, int cents, String colour) {
  String price() {
    return price(cents);
  }

  String initial() {
    return name.substring(0, 1);
  }

  static String price(int cents) {
    return String.format(Locale.ROOT, "%d.%02d €", cents / 100, cents % 100);
  }
}

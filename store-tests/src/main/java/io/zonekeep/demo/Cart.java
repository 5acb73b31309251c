package io.zonekeep.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.zonekeep.client.Session;
import io.zonekeep.client.SessionChange;
import java.util.SortedSet;
import java.util.TreeSet;

/** A cart as a session holds it: one attribute an item, so that adding one writes only that. */
final class Cart {
  private static final String PREFIX = "cart/";

  private Cart() {}

  static SessionChange adding(String item) {
    return SessionChange.builder().put(PREFIX + item, "1".getBytes(UTF_8)).build();
  }

  static SortedSet<String> in(Session session) {
    SortedSet<String> items = new TreeSet<>();
    for (String name : session.attributes().keySet()) {
      if (name.startsWith(PREFIX)) {
        items.add(name.substring(PREFIX.length()));
      }
    }
    return items;
  }
}

package io.zonekeep.server.config;

import java.util.Collection;
import java.util.Comparator;

/** Finds what somebody who mistyped most likely meant. */
final class Nearest {
  private Nearest() {}

  static String to(String typed, Collection<String> known) {
    return known.stream()
        .min(Comparator.comparingInt(candidate -> distance(typed, candidate)))
        .orElseThrow();
  }

  /** Levenshtein's: the fewest insertions, removals and replacements from one to the other. */
  static int distance(String from, String to) {
    int[] above = new int[to.length() + 1];
    for (int column = 0; column <= to.length(); column++) {
      above[column] = column;
    }
    for (int row = 1; row <= from.length(); row++) {
      int[] present = new int[to.length() + 1];
      present[0] = row;
      for (int column = 1; column <= to.length(); column++) {
        int replaced = above[column - 1] + (from.charAt(row - 1) == to.charAt(column - 1) ? 0 : 1);
        present[column] = Math.min(replaced, 1 + Math.min(above[column], present[column - 1]));
      }
      above = present;
    }
    return above[to.length()];
  }
}

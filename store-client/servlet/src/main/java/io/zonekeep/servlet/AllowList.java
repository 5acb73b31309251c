package io.zonekeep.servlet;

import java.io.ObjectInputFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Which classes may come out of the store: values of the JDK, and what the application names. All
 * else is refused before a byte of it is read, as deserializing a foreign class can run foreign
 * code.
 */
final class AllowList {
  /** Objects within objects; a list counts once, however long it is. */
  static final int DEPTH_MAX = 20;

  static final int REFERENCES_MAX = 200_000;
  static final int ARRAY_MAX = 1 << 20;

  /** What the store takes of one session. */
  static final int BYTES_MAX = 4 << 20;

  private static final String LIMITS =
      "maxdepth=%d;maxrefs=%d;maxarray=%d;maxbytes=%d"
          .formatted(DEPTH_MAX, REFERENCES_MAX, ARRAY_MAX, BYTES_MAX);

  /** A trailing star takes in the classes of a package, not of those below it. */
  private static final List<String> JDK =
      List.of(
          "java.lang.Object",
          "java.lang.String",
          "java.lang.Enum",
          "java.lang.Number",
          "java.lang.Boolean",
          "java.lang.Byte",
          "java.lang.Character",
          "java.lang.Short",
          "java.lang.Integer",
          "java.lang.Long",
          "java.lang.Float",
          "java.lang.Double",
          "java.math.*",
          "java.net.URI",
          "java.time.*",
          "java.time.chrono.*",
          "java.util.*",
          "java.util.concurrent.*",
          "java.util.concurrent.atomic.*",
          "java.util.concurrent.locks.*");

  private static final Pattern ENTRY_FORM =
      Pattern.compile("[A-Za-z_][\\w$]*(\\.[A-Za-z_][\\w$]*)*(\\.\\*{1,2})?");

  private AllowList() {}

  /**
   * Makes the filter. What the JVM's own filter ({@code jdk.serialFilter}) refuses stays refused.
   *
   * @param entries {@code com.example.Cart}, {@code com.example.*} (a package) or {@code
   *     com.example.**} (with those below)
   * @throws SettingException if one is neither
   */
  static ObjectInputFilter of(List<String> entries) {
    List<String> patterns = new ArrayList<>();
    patterns.add(LIMITS);
    patterns.addAll(JDK);
    for (String entry : entries) {
      if (!ENTRY_FORM.matcher(entry).matches()) {
        throw new SettingException(
            FilterSettings.ALLOW,
            "has \"" + entry + "\": neither a class nor a package with .* or .** at its end");
      }
      patterns.add(entry);
    }
    patterns.add("!*");
    ObjectInputFilter own = ObjectInputFilter.Config.createFilter(String.join(";", patterns));
    return ObjectInputFilter.merge(own, ObjectInputFilter.Config.getSerialFilter());
  }
}

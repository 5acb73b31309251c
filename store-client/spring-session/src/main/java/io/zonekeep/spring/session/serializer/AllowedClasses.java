package io.zonekeep.spring.session.serializer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The classes whose objects may be made from bytes of the store, by name. Values of the JDK that
 * only hold data are always among them. For many threads.
 */
public final class AllowedClasses {
  private static final Pattern FORM = Pattern.compile("[\\w$]+(\\.[\\w$]+)*(\\.\\*)?");

  private static final Set<String> VALUES =
      Set.of(
          "java.lang.Boolean",
          "java.lang.Byte",
          "java.lang.Character",
          "java.lang.Double",
          "java.lang.Enum",
          "java.lang.Float",
          "java.lang.Integer",
          "java.lang.Long",
          "java.lang.Number",
          "java.lang.Object",
          "java.lang.Short",
          "java.lang.String",
          "java.math.BigDecimal",
          "java.math.BigInteger",
          "java.math.RoundingMode",
          "java.net.URI",
          "java.util.ArrayDeque",
          "java.util.ArrayList",
          "java.util.Arrays$ArrayList",
          "java.util.BitSet",
          "java.util.CollSer",
          "java.util.Currency",
          "java.util.Date",
          "java.util.EnumMap",
          "java.util.EnumSet",
          "java.util.EnumSet$SerializationProxy",
          "java.util.HashMap",
          "java.util.HashSet",
          "java.util.ImmutableCollections$List12",
          "java.util.ImmutableCollections$ListN",
          "java.util.ImmutableCollections$Map1",
          "java.util.ImmutableCollections$MapN",
          "java.util.ImmutableCollections$Set12",
          "java.util.ImmutableCollections$SetN",
          "java.util.LinkedHashMap",
          "java.util.LinkedHashSet",
          "java.util.LinkedList",
          "java.util.Locale",
          "java.util.Map$Entry",
          "java.util.Optional",
          "java.util.OptionalDouble",
          "java.util.OptionalInt",
          "java.util.OptionalLong",
          "java.util.TreeMap",
          "java.util.TreeSet",
          "java.util.UUID",
          "java.util.concurrent.ConcurrentHashMap",
          "java.util.concurrent.CopyOnWriteArrayList",
          "java.util.concurrent.atomic.AtomicBoolean",
          "java.util.concurrent.atomic.AtomicInteger",
          "java.util.concurrent.atomic.AtomicLong");

  /** Nothing in them but data. */
  private static final List<String> VALUE_PREFIXES =
      List.of(
          "java.time.",
          "java.util.Collections$Empty",
          "java.util.Collections$Singleton",
          "java.util.Collections$Synchronized",
          "java.util.Collections$Unmodifiable");

  private final Set<String> names;
  private final List<String> prefixes;

  private AllowedClasses(Set<String> names, List<String> prefixes) {
    this.names = Set.copyOf(names);
    this.prefixes = List.copyOf(prefixes);
  }

  /**
   * Values of the JDK and those that the patterns name.
   *
   * @param patterns {@code com.shop.Cart} (one class) or {@code com.shop.*} (a package and those
   *     below it)
   * @throws IllegalArgumentException if a pattern is neither
   */
  public static AllowedClasses of(Collection<String> patterns) {
    Set<String> names = new TreeSet<>(VALUES);
    List<String> prefixes = new ArrayList<>(VALUE_PREFIXES);
    for (String pattern : patterns) {
      if (!FORM.matcher(pattern).matches()) {
        throw new IllegalArgumentException(
            "allowed class \"%s\" is neither like com.shop.Cart nor like com.shop.*"
                .formatted(pattern));
      }
      if (pattern.endsWith(".*")) {
        prefixes.add(pattern.substring(0, pattern.length() - 1));
      } else {
        names.add(pattern);
      }
    }
    return new AllowedClasses(names, prefixes);
  }

  /** Whether {@code name}, as {@link Class#getName} has it and no array, is allowed. */
  public boolean contains(String name) {
    return names.contains(name) || prefixes.stream().anyMatch(name::startsWith);
  }

  /** As {@link #contains(String)}; an array is allowed if its elements are. */
  public boolean contains(Class<?> type) {
    Class<?> element = type;
    while (element.isArray()) {
      element = element.getComponentType();
    }
    return element.isPrimitive() || contains(element.getName());
  }
}

package io.zonekeep.bench;

import static java.util.Objects.requireNonNull;

import io.zonekeep.spring.session.serializer.AllowedClasses;
import io.zonekeep.spring.session.serializer.AttributeSerializer;
import io.zonekeep.spring.session.serializer.JsonFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What is in the sessions, and how it is written: the same for all stores. For many threads. */
final class SessionContent {
  private static final int ATTRIBUTES = 8;
  private static final int ATTRIBUTE_CHARACTERS = 128;
  private static final List<String> NAMES =
      IntStream.range(0, ATTRIBUTES).mapToObj(i -> "attribute-" + i).toList();

  /** The one that requests change. */
  static final String CHANGED = NAMES.getFirst();

  /** Each takes one byte in JSON. */
  private static final String LETTERS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-";

  /** So many that nearby sessions have none in common, which a compression would find. */
  private static final int VALUES = 16_384;

  private final AttributeSerializer serializer =
      new AttributeSerializer(
          new JsonFormat(
              AllowedClasses.of(List.of()),
              requireNonNull(SessionContent.class.getClassLoader(), "no class loader")),
          List.of(),
          AttributeSerializer.VALUE_BYTES_DEFAULT);
  private final List<String> values;

  SessionContent() {
    Random random = new Random(1);
    values = IntStream.range(0, VALUES).mapToObj(i -> value(random)).toList();
  }

  AttributeSerializer serializer() {
    return serializer;
  }

  /** What session {@code number} begins with. */
  Map<String, String> attributes(long number) {
    return IntStream.range(0, ATTRIBUTES)
        .boxed()
        .collect(Collectors.toMap(NAMES::get, i -> value(number * ATTRIBUTES + i)));
  }

  /** The value of an attribute after the {@code number}th change. */
  String value(long number) {
    return values.get(Math.floorMod(number, VALUES));
  }

  private static String value(Random random) {
    StringBuilder value = new StringBuilder(ATTRIBUTE_CHARACTERS);
    random
        .ints(ATTRIBUTE_CHARACTERS, 0, LETTERS.length())
        .forEach(i -> value.append(LETTERS.charAt(i)));
    return value.toString();
  }
}

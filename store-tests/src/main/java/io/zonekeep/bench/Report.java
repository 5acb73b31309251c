package io.zonekeep.bench;

import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows of figures: printed as they come, written as JSON at the end. */
final class Report {
  private final String benchmark;
  private final List<Map<String, Object>> rows = new ArrayList<>();
  private List<Integer> widths = List.of();

  Report(String benchmark) {
    this.benchmark = benchmark;
  }

  /** Adds a row; the first one's names become the head of the table. */
  void add(Map<String, Object> row) {
    if (rows.isEmpty()) {
      widths = row.keySet().stream().map(name -> Math.max(name.length(), 10)).toList();
      System.out.println(line(new ArrayList<>(row.keySet())));
    }
    rows.add(new LinkedHashMap<>(row));
    System.out.println(line(new ArrayList<>(row.values())));
  }

  /** Whether no row counts a failed call. */
  boolean withoutFailures() {
    return rows.stream().allMatch(row -> row.getOrDefault("failed", 0L).equals(0L));
  }

  void write(@Nullable Path file) throws IOException {
    write(file, all());
  }

  /** Several tables in one file. */
  static void write(@Nullable Path file, List<Report> reports) throws IOException {
    write(file, reports.stream().map(Report::all).toList());
  }

  private static void write(@Nullable Path file, Object content) throws IOException {
    if (file == null) {
      return;
    }
    Files.writeString(file, new GsonBuilder().setPrettyPrinting().create().toJson(content) + "\n");
    System.out.println("Written to " + file);
  }

  private Map<String, Object> all() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("benchmark", benchmark);
    all.put("at", Instant.now().toString());
    all.put("processors", Runtime.getRuntime().availableProcessors());
    all.put("java", Runtime.version().toString());
    all.put("rows", rows);
    return all;
  }

  private String line(List<Object> cells) {
    StringBuilder line = new StringBuilder("%-28s".formatted(cells.getFirst()));
    for (int i = 1; i < cells.size(); i++) {
      line.append(("  %" + widths.get(i) + "s").formatted(cells.get(i)));
    }
    return line.toString();
  }

  /** Rounded to three significant digits, as nothing here is more precise than that. */
  static double rounded(double value) {
    return value == 0 ? 0 : new BigDecimal(value).round(new MathContext(3)).doubleValue();
  }
}

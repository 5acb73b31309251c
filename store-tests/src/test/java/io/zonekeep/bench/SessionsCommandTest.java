package io.zonekeep.bench;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The benchmark of sessions itself, shortened, with a real cluster and a real Redis. */
class SessionsCommandTest {
  private static JsonArray tables = new JsonArray();
  private static int exitCode;

  @BeforeAll
  static void run(@TempDir Path folder) throws Exception {
    Path json = folder.resolve("figures.json");
    exitCode =
        new CommandLine(new SessionsCommand(() -> folder))
            .execute(
                "--sessions=300",
                "--in-flight=4",
                "--warm-up=0",
                "--seconds=1",
                "--rounds=1",
                "--json=" + json);
    assertThat(exitCode).isZero();
    tables = JsonParser.parseString(Files.readString(json)).getAsJsonArray();
  }

  @Test
  void aRequestReadsOnceAndWritesAtMostOnce() {
    assertThat(column("calls of a request", "which"))
        .containsEntry("Zonekeep Spring new", "create_session 1.0")
        .containsEntry("Zonekeep Spring load", "load_session 1.0")
        .containsEntry("Zonekeep Spring load, save", "load_session 1.0, save_session 1.0");
  }

  @Test
  void redisIsAskedMoreOften() {
    assertThat(column("calls of a request", "which"))
        .containsEntry("Redis Spring load", "exists 1.0, hgetall 1.0, hmset 1.0, pexpireat 1.0")
        .containsEntry(
            "Redis Spring, WAIT 1 load",
            "exists 1.0, hgetall 1.0, hmset 1.0, pexpireat 1.0, wait 1.0");
  }

  @Test
  void allWaysAreMeasuredWithAllRequestsAndNoneFails() {
    List<JsonObject> rows = rows("sessions");
    assertThat(rows).hasSize(5 * 2 + 1);
    assertThat(rows)
        .allSatisfy(row -> {
          assertThat(row.get("failed").getAsLong()).isZero();
          assertThat(row.get("requests/s").getAsLong()).isPositive();
          assertThat(row.get("CPU s per 1000").getAsDouble()).isPositive();
        });
  }

  @Test
  void spaceIsToldOfEachStore() {
    assertThat(rows("space of a session"))
        .extracting(row -> row.get("store").getAsString())
        .containsExactly("Zonekeep Spring", "Redis Spring", "Redis Spring indexed");
    assertThat(rows("space of a session"))
        .allSatisfy(row -> assertThat(row.get("failed").getAsLong()).isZero())
        .filteredOn(row -> row.get("store").getAsString().startsWith("Redis"))
        .allSatisfy(row -> assertThat(row.get("disk a session").getAsLong()).isGreaterThan(1_000));
  }

  private static Map<String, String> column(String table, String column) {
    return rows(table).stream()
        .collect(
            toMap(
                row -> row.get("store").getAsString() + " " + row.get("request").getAsString(),
                row -> row.get(column).getAsString()));
  }

  private static List<JsonObject> rows(String table) {
    return StreamSupport.stream(tables.spliterator(), false)
        .map(JsonElement::getAsJsonObject)
        .filter(each -> each.get("benchmark").getAsString().equals(table))
        .flatMap(each -> StreamSupport.stream(each.getAsJsonArray("rows").spliterator(), false))
        .map(JsonElement::getAsJsonObject)
        .toList();
  }
}

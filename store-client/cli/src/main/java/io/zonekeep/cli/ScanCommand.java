package io.zonekeep.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.zonekeep.client.Entry;
import io.zonekeep.client.KeyValue;
import io.zonekeep.client.ScanPage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "scan", description = "Lists keys in byte order.")
final class ScanCommand implements Callable<Integer> {
  private static final int PAGE_KEYS_MAX = 1000;
  private static final byte[] FROM_THE_FIRST = {};

  @Option(names = "--prefix", paramLabel = "PREFIX", description = "Only keys that begin so.")
  private String prefix = "";

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "100",
      description = "At most so many keys. Default: ${DEFAULT-VALUE}.")
  private int limit;

  @Option(names = "--keys-only", description = "Keys without their values.")
  private boolean keysOnly;

  private final ZonekeepCommand root;

  ScanCommand(ZonekeepCommand root) {
    this.root = root;
  }

  @Override
  public Integer call() {
    if (limit < 1) {
      throw new UsageException("--limit is " + limit + ", and must be at least 1");
    }
    ScanPage found = root.withKeys(this::collect);
    if (root.json()) {
      Json.print(root.terminal(), json(found));
    } else {
      printTable(found);
    }
    if (found.more()) {
      root.terminal().error("more keys follow: raise --limit");
    }
    return ExitCode.DONE;
  }

  /** Page after page up to the limit. */
  private ScanPage collect(KeyValue keys) {
    List<Entry> entries = new ArrayList<>();
    byte[] after = FROM_THE_FIRST;
    boolean more = true;
    while (more && entries.size() < limit) {
      int wanted = Math.min(PAGE_KEYS_MAX, limit - entries.size());
      ScanPage page = keys.scan(BytesText.bytes(prefix), after, wanted, keysOnly);
      entries.addAll(page.entries());
      more = page.more() && !page.entries().isEmpty();
      if (more) {
        after = entries.get(entries.size() - 1).key();
      }
    }
    return new ScanPage(entries, more);
  }

  private JsonObject json(ScanPage found) {
    JsonArray entries = new JsonArray();
    found.entries().forEach(entry -> entries.add(Json.entry(entry, !keysOnly)));
    JsonObject object = new JsonObject();
    object.add("entries", entries);
    object.addProperty("more", found.more());
    return object;
  }

  private void printTable(ScanPage found) {
    Table table =
        keysOnly
            ? new Table("VERSION", "EXPIRES IN", "KEY")
            : new Table("VERSION", "EXPIRES IN", "KEY", "VALUE");
    for (Entry entry : found.entries()) {
      String version = Long.toString(entry.version());
      String remaining = entry.remaining().map(Durations::shown).orElse("-");
      String key = BytesText.shown(entry.key());
      if (keysOnly) {
        table.row(version, remaining, key);
      } else {
        table.row(version, remaining, key, BytesText.shown(entry.value()));
      }
    }
    table.print(root.terminal());
  }
}

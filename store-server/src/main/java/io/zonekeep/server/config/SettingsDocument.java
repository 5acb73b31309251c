package io.zonekeep.server.config;

/** Writes docs/settings.md from {@link SettingsTable}. A test sees to it that the file is fresh. */
final class SettingsDocument {
  private static final String HEAD =
      """
      # Settings

      Made from `SettingsTable`; do not edit. Regenerate:
      `mvn -pl store-server -am test -Dtest=SettingsDocumentTest -Dsurefire.failIfNoSpecifiedTests=false -Dzonekeep.docs.write=true`

      A node reads one HOCON file, all keys under `zonekeep`; each key can be overridden by an
      environment variable: `ZONEKEEP_` and the key in upper case with dots as underscores, such as
      `ZONEKEEP_NODE_ID`. Durations: `ms`, `s`, `m`, `h`, `d`. Sizes: `B`, `KiB`, `MiB`, `GiB`.

      """;

  private SettingsDocument() {}

  static String markdown() {
    StringBuilder text = new StringBuilder(HEAD);
    text.append("| key | default | bounds | meaning |\n|---|---|---|---|\n");
    for (Setting<?> setting : SettingsTable.all()) {
      text.append(
          "| `%s` | %s | %s | %s |%n"
              .formatted(setting.key(), shownDefault(setting), setting.bounds(), setting.meaning())
              .replace(System.lineSeparator(), "\n"));
    }
    return text.toString();
  }

  private static String shownDefault(Setting<?> setting) {
    return setting
        .byDefault()
        .map(text -> text.isEmpty() ? "" : "`" + text + "`")
        .orElse("*must be set*");
  }
}

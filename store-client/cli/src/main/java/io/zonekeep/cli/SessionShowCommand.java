package io.zonekeep.cli;

import com.google.gson.JsonObject;
import io.zonekeep.client.Session;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "show",
    description =
        "Prints a session and its attributes. It is not touched: it lives no longer for it.")
final class SessionShowCommand implements Callable<Integer> {
  @Parameters(paramLabel = "ID", description = "The session's id.")
  private String id = "";

  private final ZonekeepCommand root;

  SessionShowCommand(ZonekeepCommand root) {
    this.root = root;
  }

  @Override
  public Integer call() {
    Optional<Session> found = root.withClient(client -> client.sessions(root.namespace()).peek(id));
    if (found.isEmpty()) {
      root.terminal().error("no such session: " + id);
      return ExitCode.CONDITION_FAILED;
    }
    if (root.json()) {
      Json.print(root.terminal(), json(found.get()));
    } else {
      printTables(found.get());
    }
    return ExitCode.DONE;
  }

  private void printTables(Session session) {
    Table header = new Table("SESSION", session.id());
    header.row("version", Long.toString(session.version()));
    header.row("principal", session.principal().orElse("-"));
    header.row("created", session.createdAt().toString());
    header.row("last access", session.lastAccessedAt().toString());
    header.row("expires after", session.maxInactive().map(Durations::shown).orElse("never"));
    header.print(root.terminal());
    root.terminal().out().println();
    Table attributes = new Table("ATTRIBUTE", "BYTES", "VALUE");
    session
        .attributes()
        .forEach((name, value) ->
            attributes.row(name, Integer.toString(value.length), BytesText.shown(value)));
    attributes.print(root.terminal());
  }

  private static JsonObject json(Session session) {
    JsonObject object = new JsonObject();
    object.addProperty("id", session.id());
    object.addProperty("version", session.version());
    session.principal().ifPresent(principal -> object.addProperty("principal", principal));
    object.addProperty("created_at", session.createdAt().toString());
    object.addProperty("last_accessed_at", session.lastAccessedAt().toString());
    session
        .maxInactive()
        .ifPresent(inactive -> object.addProperty("max_inactive_millis", inactive.toMillis()));
    JsonObject attributes = new JsonObject();
    session.attributes().forEach((name, value) -> BytesText.add(attributes, name, value));
    object.add("attributes", attributes);
    return object;
  }
}

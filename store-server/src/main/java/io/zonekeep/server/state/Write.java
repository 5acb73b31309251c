package io.zonekeep.server.state;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/** One command and, unless the caller does not care for exactly-once, its id. */
public record Write(Optional<WriteId> id, Command command) {
  public Write {
    requireNonNull(id, "id is null");
    requireNonNull(command, "command is null");
  }

  public static Write anonymous(Command command) {
    return new Write(Optional.empty(), command);
  }
}

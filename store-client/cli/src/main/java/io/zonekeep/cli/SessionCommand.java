package io.zonekeep.cli;

import picocli.CommandLine.Command;

@Command(name = "session", description = "Shows sessions.", synopsisSubcommandLabel = "COMMAND")
final class SessionCommand {}

package io.zonekeep.cli;

import picocli.CommandLine.Command;

@Command(
    name = "watch",
    description = "Prints what happens, as it happens, until it is interrupted.",
    synopsisSubcommandLabel = "COMMAND")
final class WatchCommand {}

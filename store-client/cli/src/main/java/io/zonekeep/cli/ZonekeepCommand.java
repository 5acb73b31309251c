package io.zonekeep.cli;

import io.zonekeep.client.KeyValue;
import io.zonekeep.client.Zonekeep;
import io.zonekeep.client.ZonekeepClient;
import java.time.Duration;
import java.util.function.Function;
import java.util.logging.LogManager;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command itself: the options that all subcommands share, and the way to a client. */
@Command(
    name = "zonekeep",
    description = "Reads, writes and watches a Zonekeep cluster.",
    versionProvider = ZonekeepCommand.Release.class,
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    sortOptions = false,
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0: done",
      "1: not found, or a condition did not hold; nothing was done",
      "2: the command line or a value is wrong; nothing was done",
      "3: no answer: cluster not reachable, without a primary, or overloaded; nothing was done",
      "4: nobody knows whether the write was done; read to find out",
      "5: refused by the cluster; nothing was done",
      "70: a defect of client or server"
    })
public final class ZonekeepCommand {
  /** How a client comes about; tests give a fake one. */
  interface Connector {
    ZonekeepClient connect(String target, Duration callTimeout);
  }

  enum Output {
    table,
    json
  }

  @Option(
      names = "--target",
      paramLabel = "TARGET",
      scope = ScopeType.INHERIT,
      defaultValue =
          "${env:ZONEKEEP_TARGET:-zonekeep:///127.0.0.1:7101,127.0.0.1:7102,127.0.0.1:7103}",
      description = "The nodes, or their DNS name. Default: $ZONEKEEP_TARGET or a local cluster.")
  private String target = "";

  @Option(
      names = "--namespace",
      paramLabel = "NAME",
      scope = ScopeType.INHERIT,
      defaultValue = "${env:ZONEKEEP_NAMESPACE:-default}",
      description = "Namespace of keys and sessions. Default: $ZONEKEEP_NAMESPACE or 'default'.")
  private String namespace = "";

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      scope = ScopeType.INHERIT,
      defaultValue = "10s",
      description = "Longest wait for an answer, such as 500ms or 10s. Default: ${DEFAULT-VALUE}.")
  private Duration timeout = Duration.ZERO;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      scope = ScopeType.INHERIT,
      defaultValue = "table",
      description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private Output output = Output.table;

  private final Terminal terminal;
  private final Connector connector;

  private ZonekeepCommand(Terminal terminal, Connector connector) {
    this.terminal = terminal;
    this.connector = connector;
  }

  /** Runs one command and exits with its code. */
  public static void main(String[] arguments) {
    // Nothing but results and one line of error: gRPC's log would be a third.
    LogManager.getLogManager().reset();
    System.setProperty("logback.configurationFile", "io/zonekeep/cli/logback.xml");
    System.exit(
        run(
            Terminal.ofProcess(),
            (target, timeout) ->
                Zonekeep.builder(target).clientName("zonekeep-cli").callTimeout(timeout).build(),
            arguments));
  }

  /** Runs one command in this process and returns its exit code. */
  static int run(Terminal terminal, Connector connector, String... arguments) {
    ZonekeepCommand root = new ZonekeepCommand(terminal, connector);
    CommandLine line =
        new CommandLine(root)
            .addSubcommand(new GetCommand(root))
            .addSubcommand(new PutCommand(root))
            .addSubcommand(new DeleteCommand(root))
            .addSubcommand(new ScanCommand(root))
            .addSubcommand(
                new CommandLine(new SessionCommand()).addSubcommand(new SessionShowCommand(root)))
            .addSubcommand(
                new CommandLine(new WatchCommand())
                    .addSubcommand(new WatchSessionsCommand(root))
                    .addSubcommand(new WatchKeysCommand(root)))
            .addSubcommand(new StatusCommand(root))
            .addSubcommand(new HandOverCommand(root))
            .addSubcommand(new GenerateCompletion());
    Failures failures = new Failures(terminal);
    return line.registerConverter(Duration.class, Durations::parse)
        .setOut(terminal.outWriter())
        .setErr(terminal.errWriter())
        .setColorScheme(CommandLine.Help.defaultColorScheme(terminal.ansi()))
        .setParameterExceptionHandler(failures)
        .setExecutionExceptionHandler(failures)
        .execute(arguments);
  }

  /** Calls with a client that is closed afterwards. */
  <T> T withClient(Function<ZonekeepClient, T> call) {
    try (ZonekeepClient client = connector.connect(target, timeout)) {
      return call.apply(client);
    }
  }

  <T> T withKeys(Function<KeyValue, T> call) {
    return withClient(client -> call.apply(client.keyValue(namespace)));
  }

  Terminal terminal() {
    return terminal;
  }

  String namespace() {
    return namespace;
  }

  Duration timeout() {
    return timeout;
  }

  boolean json() {
    return output == Output.json;
  }

  /** Tells the release from the jar's manifest. */
  static final class Release implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String release = ZonekeepCommand.class.getPackage().getImplementationVersion();
      return new String[] {"zonekeep " + (release == null ? "(not packaged)" : release)};
    }
  }
}

package io.zonekeep.cli;

import io.zonekeep.cli.ClusterView.Member;
import io.zonekeep.cli.Table.Cell;
import io.zonekeep.cli.Table.Tone;
import io.zonekeep.v1.GetStatusResponse;
import io.zonekeep.v1.Health;
import io.zonekeep.v1.HealthCheck;
import io.zonekeep.v1.RebuildProgress;
import io.zonekeep.v1.Role;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
    name = "status",
    description = {
      "Shows every node: zone, role, term, last applied index, lag in entries, health.",
      "Exit code 0: there is a primary (nodes may be down); 3: no primary, or no node answers."
    })
final class StatusCommand implements Callable<Integer> {
  private final ZonekeepCommand root;

  StatusCommand(ZonekeepCommand root) {
    this.root = root;
  }

  @Override
  public Integer call() {
    ClusterView view =
        root.withClient(client -> {
          Map<String, GetStatusResponse> answers = client.cluster().status();
          return ClusterView.of(client.cluster().topology(), answers);
        });
    if (root.json()) {
      Json.print(root.terminal(), StatusJson.of(view));
    } else {
      print(view);
    }
    if (view.primary().isEmpty()) {
      root.terminal().error("no primary is known: writes wait until two zones see each other");
      return ExitCode.UNAVAILABLE;
    }
    return ExitCode.DONE;
  }

  private void print(ClusterView view) {
    Table table = new Table("ZONE", "NODE", "ROLE", "TERM", "INDEX", "LAG", "HEALTH", "ADDRESS");
    view.members().forEach(member -> addRow(table, view, member));
    table.print(root.terminal());
    view.members()
        .forEach(member ->
            member.status().stream()
                .flatMap(status -> status.getChecksList().stream())
                .filter(check -> !check.getPassing())
                .forEach(check -> printFailing(member, check)));
  }

  private void printFailing(Member member, HealthCheck check) {
    root.terminal()
        .out()
        .println(member.node().getId() + ": " + check.getName() + " fails: " + check.getDetail());
  }

  private static void addRow(Table table, ClusterView view, Member member) {
    boolean answers = member.status().isPresent();
    table.row(
        Cell.plain(member.node().getZone()),
        Cell.plain(member.node().getId()),
        role(view, member),
        Cell.plain(answers ? Long.toString(member.term()) : "-"),
        Cell.plain(index(member)),
        Cell.plain(member.lagEntries().map(String::valueOf).orElse("-")),
        health(member),
        new Cell(member.node().getClientAddress(), Tone.QUIET));
  }

  private static String index(Member member) {
    return member
        .status()
        .map(GetStatusResponse::getAppliedIndex)
        .map(Long::toUnsignedString)
        .orElse("-");
  }

  private static Cell role(ClusterView view, Member member) {
    if (member.status().isEmpty()) {
      return new Cell("-", Tone.QUIET);
    }
    if (view.isFormerPrimary(member)) {
      return new Cell("former primary", Tone.BAD);
    }
    GetStatusResponse status = member.status().get();
    String name = name(member.node().getRole());
    if (status.hasRebuild()) {
      return new Cell(name + " " + progress(status.getRebuild()), Tone.BAD);
    }
    return new Cell(name, member.node().getRole() == Role.ROLE_PRIMARY ? Tone.GOOD : Tone.PLAIN);
  }

  private static String progress(RebuildProgress rebuild) {
    return rebuild.getTotalBytes() == 0
        ? "…"
        : 100 * rebuild.getReceivedBytes() / rebuild.getTotalBytes() + "%";
  }

  private static Cell health(Member member) {
    if (member.status().isEmpty()) {
      return new Cell(name(Health.HEALTH_UNREACHABLE), Tone.BAD);
    }
    Health health = member.node().getHealth();
    return new Cell(name(health), health == Health.HEALTH_HEALTHY ? Tone.GOOD : Tone.BAD);
  }

  /** ROLE_PRIMARY -> primary. */
  static String name(Enum<?> value) {
    String name = value.name();
    return name.substring(name.indexOf('_') + 1).toLowerCase(Locale.ROOT);
  }
}

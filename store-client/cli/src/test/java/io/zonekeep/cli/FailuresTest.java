package io.zonekeep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeep.cli.CommandFixture.Run;
import io.zonekeep.client.ZonekeepException;
import io.zonekeep.client.ZonekeepException.Outcome;
import io.zonekeep.client.ZonekeepException.Reason;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FailuresTest {
  private final CommandFixture zonekeep = new CommandFixture();

  @ParameterizedTest
  @CsvSource({
    "NOT_DONE, UNAVAILABLE, 3",
    "NOT_DONE, DEADLINE_EXCEEDED, 3",
    "NOT_DONE, OVERLOADED, 3",
    "INDETERMINATE, DEADLINE_EXCEEDED, 4",
    "INDETERMINATE, UNAVAILABLE, 4",
    "NOT_DONE, INVALID_ARGUMENT, 2",
    "NOT_DONE, NO_SUCH_SESSION, 1",
    "NOT_DONE, HANDOVER_REFUSED, 5",
    "NOT_DONE, INTERNAL, 70"
  })
  void eachOutcomeHasItsExitCodeAndOneLine(Outcome outcome, Reason reason, int code) {
    zonekeep.failure = Optional.of(new ZonekeepException(outcome, reason, "first\nsecond"));
    Run put = zonekeep.run("put", "k", "v");
    assertThat(put.code()).isEqualTo(code);
    assertThat(put.out()).isEmpty();
    assertThat(put.err()).startsWith("zonekeep: first second").hasLineCount(1);
    assertThat(put.err().contains("nobody knows")).isEqualTo(outcome == Outcome.INDETERMINATE);
    assertThat(zonekeep.closed).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "get",
    "gett k",
    "get k --colour",
    "put k v --ttl 30",
    "put k v --if-version x",
    "put k v -o xml",
    "get k --target nowhere",
    "session",
    "''"
  })
  void aWrongCommandLineIsExitCodeTwoAndOneLine(String line) {
    Run run = zonekeep.run(line.isEmpty() ? new String[0] : line.split(" "));
    assertThat(run.code()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).startsWith("zonekeep: ").hasLineCount(1);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void helpTellsTheExitCodes() {
    Run help = zonekeep.run("--help");
    assertThat(help.code()).isZero();
    assertThat(help.out()).contains("Exit codes:", "nobody knows", "handover", "--target");
    assertThat(zonekeep.run("put", "--help").out()).contains("--if-absent", "--namespace");
  }

  @Test
  void completionScriptIsPrinted() {
    Run completion = zonekeep.run("generate-completion");
    assertThat(completion.code()).isZero();
    assertThat(completion.out()).contains("_complete_zonekeep", "handover");
  }
}

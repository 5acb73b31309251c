package io.zonekeep.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import io.zonekeep.cli.CommandFixture.Run;
import io.zonekeep.client.FeedPosition;
import io.zonekeep.client.FeedStart;
import io.zonekeep.client.KeyEvent;
import io.zonekeep.client.SessionEvent;
import io.zonekeep.client.ZonekeepException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class WatchCommandTest {
  private static final FeedPosition POSITION = new FeedPosition(0xfeed, 7, 1);

  private final CommandFixture zonekeep = new CommandFixture();

  @BeforeEach
  void fill() {
    zonekeep.feed.sessionEvents.add(
        new SessionEvent(
            POSITION,
            SessionEvent.Kind.ID_CHANGED,
            "new",
            Optional.of("old"),
            Optional.of("berta"),
            Optional.empty()));
    zonekeep.feed.keyEvents.add(
        new KeyEvent(POSITION, KeyEvent.Kind.PUT, "fruit/apple".getBytes(UTF_8), 12));
  }

  @Test
  void printsEventsOfSessionsAndEndsAfterTheCount() {
    Run watch = zonekeep.run("watch", "sessions", "--count", "1");
    assertThat(watch.code()).isZero();
    assertThat(watch.out().strip()).isEqualTo("feed-7-1  id_changed  new  was old  of berta");
    assertThat(zonekeep.feed.starts).isEqualTo(List.of(FeedStart.now()));
    assertThat(zonekeep.feed.closed).isEqualTo(1);
  }

  @Test
  void jsonIsALineAnEvent() {
    zonekeep.feed.keyEvents.add(zonekeep.feed.keyEvents.get(0));
    Run watch = zonekeep.run("watch", "keys", "--prefix", "fruit/", "--count", "2", "-o", "json");
    assertThat(watch.out().lines())
        .hasSize(2)
        .allSatisfy(line ->
            assertThat(JsonParser.parseString(line).getAsJsonObject().get("key").getAsString())
                .isEqualTo("fruit/apple"));
    assertThat(zonekeep.feed.prefix).isEqualTo("fruit/");
  }

  @Test
  void goesOnFromAPrintedPosition() {
    zonekeep.run("watch", "sessions", "--count", "1", "--from", "feed-7-1");
    assertThat(zonekeep.feed.starts).isEqualTo(List.of(FeedStart.after(POSITION)));
  }

  @Test
  void aPositionThatIsNoneIsAUsageError() {
    Run watch = zonekeep.run("watch", "sessions", "--from", "yesterday");
    assertThat(watch.code()).isEqualTo(ExitCode.USAGE);
    assertThat(watch.err()).contains("yesterday").hasLineCount(1);
  }

  @Test
  void aPositionThatIsGoneIsSaidWithTheEarliest() {
    zonekeep.feed.gone = true;
    Run watch = zonekeep.run("watch", "sessions", "--from", "feed-1-0");
    assertThat(watch.code()).isEqualTo(ExitCode.REFUSED);
    assertThat(watch.err()).contains("earliest position is feed-9-0").hasLineCount(1);
    assertThat(watch.out()).isEmpty();
  }

  @Test
  void keysThatAreNotRecordedAreRefused() {
    zonekeep.feed.refusal =
        Optional.of(
            new ZonekeepException(
                ZonekeepException.Outcome.NOT_DONE,
                ZonekeepException.Reason.FEED_OFF,
                "events of keys are not recorded (feed.keys)"));
    Run watch = zonekeep.run("watch", "keys");
    assertThat(watch.code()).isEqualTo(ExitCode.REFUSED);
    assertThat(watch.err()).contains("feed.keys").hasLineCount(1);
  }
}

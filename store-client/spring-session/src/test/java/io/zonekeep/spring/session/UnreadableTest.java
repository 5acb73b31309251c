package io.zonekeep.spring.session;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.zonekeep.spring.session.serializer.AttributeException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class UnreadableTest {
  private final Unreadable unreadable = new Unreadable();

  @Test
  void eachCauseIsLoggedOnceAndTheirNumberIsBounded() {
    assertThat(logged(() -> IntStream.range(0, 5).forEach(i -> report("one")))).isEqualTo(1);
    assertThat(logged(() -> report("another"))).isEqualTo(1);
    assertThat(logged(() -> IntStream.range(0, 500).forEach(i -> report("n" + i)))).isEqualTo(98);
  }

  private void report(String cause) {
    unreadable.report(new AttributeException(cause));
  }

  private static long logged(Runnable act) {
    Logger logger = (Logger) LoggerFactory.getLogger(Unreadable.class);
    ListAppender<ILoggingEvent> appender = new ListAppender<>();
    appender.start();
    logger.addAppender(appender);
    try {
      act.run();
      return appender.list.size();
    } finally {
      logger.detachAppender(appender);
    }
  }
}

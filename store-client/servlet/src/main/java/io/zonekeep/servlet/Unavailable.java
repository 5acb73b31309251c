package io.zonekeep.servlet;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says that the session store did not answer: to the client by 503, to the operator by the log. */
final class Unavailable {
  private static final Logger log = LoggerFactory.getLogger(ZonekeepFilter.class);
  private static final String RETRY_AFTER_SECONDS = "1";

  /** An outage fails every request; the log needs to hear of it now and then. */
  private static final Duration LOG_INTERVAL = Duration.ofSeconds(10);

  private static final AtomicLong nextLogNanos = new AtomicLong(System.nanoTime());
  private static final AtomicLong unlogged = new AtomicLong();

  private Unavailable() {}

  /**
   * Answers instead of the application if the response has not been committed; else the failure is
   * only logged.
   */
  static void answer(RuntimeException failure, HttpServletResponse response) {
    log(failure);
    if (response.isCommitted()) {
      return;
    }
    try {
      response.resetBuffer();
      response.setContentLengthLong(-1);
      if (failure instanceof SessionStoreException) {
        response.setHeader("Retry-After", RETRY_AFTER_SECONDS);
        response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE, "the session store is away");
      } else {
        response.sendError(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
      }
    } catch (IOException e) {
      log.debug("the client is gone", e);
    }
  }

  private static void log(RuntimeException failure) {
    if (!(failure instanceof SessionStoreException)) {
      log.error("a session could not be saved", failure);
      return;
    }
    long now = System.nanoTime();
    long next = nextLogNanos.get();
    if (now - next < 0 || !nextLogNanos.compareAndSet(next, now + LOG_INTERVAL.toNanos())) {
      unlogged.incrementAndGet();
      return;
    }
    log.warn("{} ({} more requests since told last)", failure.getMessage(), unlogged.getAndSet(0));
  }
}

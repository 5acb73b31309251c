package io.zonekeep.spring.session;

import io.zonekeep.spring.session.serializer.AttributeException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the log of each cause for which sessions cannot be read, once. For many threads. */
final class Unreadable {
  private static final Logger LOG = LoggerFactory.getLogger(Unreadable.class);
  private static final int CAUSES_MAX = 100;

  private final Set<String> reported = ConcurrentHashMap.newKeySet();

  void report(AttributeException failure) {
    if (reported.size() < CAUSES_MAX && reported.add(String.valueOf(failure.getMessage()))) {
      LOG.warn(
          "a session cannot be read and counts as absent, as will others with this cause: {}",
          failure.getMessage(),
          failure);
    }
  }
}

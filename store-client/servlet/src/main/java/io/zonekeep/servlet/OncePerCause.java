package io.zonekeep.servlet;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports attributes that cannot be read, each cause once. Safe for many threads. */
final class OncePerCause {
  /** A store full of different damage must not fill the log. */
  static final int CAUSES_MAX = 100;

  private static final Logger log = LoggerFactory.getLogger(ZonekeepFilter.class);

  private final Set<String> told = ConcurrentHashMap.newKeySet();

  void unreadable(String attribute, UnreadableException cause) {
    if (told.size() < CAUSES_MAX && told.add(attribute + ": " + cause.getMessage())) {
      log.warn(
          "attribute {} cannot be read and is taken as absent; told once per cause: {}",
          attribute,
          cause.getMessage());
    }
  }
}

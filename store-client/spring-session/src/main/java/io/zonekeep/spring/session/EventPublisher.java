package io.zonekeep.spring.session;

import io.zonekeep.client.SessionEvent;
import io.zonekeep.client.Sessions;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.session.Session;
import org.springframework.session.events.SessionCreatedEvent;
import org.springframework.session.events.SessionDeletedEvent;
import org.springframework.session.events.SessionExpiredEvent;

/** Turns the store's events into Spring's. Used by the feed thread; read by many. */
final class EventPublisher {
  private static final Logger LOG = LoggerFactory.getLogger(EventPublisher.class);

  private final Object source;
  private final SessionStore store;
  private final Sessions sessions;
  private final ApplicationEventPublisher application;
  private final LongAdder created = new LongAdder();
  private final LongAdder deleted = new LongAdder();
  private final LongAdder expired = new LongAdder();
  private final LongAdder failed = new LongAdder();

  EventPublisher(
      Object source, SessionStore store, Sessions sessions, ApplicationEventPublisher application) {
    this.source = source;
    this.store = store;
    this.sessions = sessions;
    this.application = application;
  }

  /** Spring has no event for a changed id. */
  void publish(SessionEvent event) {
    switch (event.kind()) {
      case CREATED -> {
        created.increment();
        publish(new SessionCreatedEvent(source, present(event)));
      }
      case DELETED -> {
        deleted.increment();
        publish(new SessionDeletedEvent(source, last(event)));
      }
      case EXPIRED -> {
        expired.increment();
        publish(new SessionExpiredEvent(source, last(event)));
      }
      case ID_CHANGED -> {}
    }
  }

  EventMetrics metrics(long gaps) {
    return new EventMetrics(created.sum(), deleted.sum(), expired.sum(), failed.sum(), gaps);
  }

  /** Not told again, which would repeat the event to the other listeners. */
  private void publish(ApplicationEvent event) {
    try {
      application.publishEvent(event);
    } catch (RuntimeException | Error e) {
      failed.increment();
      LOG.error("a listener to {} failed", event.getClass().getSimpleName(), e);
    }
  }

  /** Read when a listener wants more than the id. */
  private Session present(SessionEvent event) {
    return new LateSession(
        event.sessionId(),
        () ->
            sessions
                .peek(event.sessionId())
                .flatMap(store::read)
                .orElseGet(() -> store.nameless(event)));
  }

  /** With nothing but its id and principal if it was too large to be told, or cannot be read. */
  private Session last(SessionEvent event) {
    return event.lastState().flatMap(store::read).orElseGet(() -> store.nameless(event));
  }
}

package io.zonekeep.servlet;

import io.zonekeep.client.ZonekeepException;

/**
 * The store could not be asked in time. The filter answers the request with 503 and Retry-After. An
 * application may catch it, but not carry on: nothing more of this request's session is saved.
 */
public final class SessionStoreException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final ZonekeepException.Outcome outcome;

  SessionStoreException(ZonekeepException cause) {
    super("the session store did not answer: " + cause.getMessage(), cause);
    outcome = cause.outcome();
  }

  /** What is known of the call's effect. */
  public ZonekeepException.Outcome outcome() {
    return outcome;
  }
}

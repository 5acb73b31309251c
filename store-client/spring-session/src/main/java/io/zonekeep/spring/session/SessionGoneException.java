package io.zonekeep.spring.session;

/**
 * A save was refused: the session was deleted, has expired, or was given another id by somebody
 * else. What was to be saved is given up, so that a second save of the same object, as an error
 * page causes it, does not fail again; the user's next request begins a new session.
 */
public final class SessionGoneException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  SessionGoneException(Throwable cause) {
    super("Session was invalidated", cause);
  }

  SessionGoneException() {
    super("Session was invalidated");
  }
}

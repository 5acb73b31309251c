package io.zonekeep.cluster;

/** A process ended or stayed silent instead of saying that it is ready; the message has its log. */
public class StartFailedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public StartFailedException(String message) {
    super(message);
  }
}

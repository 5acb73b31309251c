package io.zonekeep.spring.session.serializer;

/** An attribute's value that cannot be written or read. The message holds no content of it. */
public class AttributeException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public AttributeException(String message) {
    super(message);
  }

  public AttributeException(String message, Throwable cause) {
    super(message, cause);
  }
}

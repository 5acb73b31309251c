package io.zonekeep.server.config;

/**
 * A setting is missing, unknown, malformed or out of bounds. The message is one line for people.
 */
public final class SettingsException extends RuntimeException {
  public SettingsException(String message) {
    super(message);
  }
}

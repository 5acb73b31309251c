package io.zonekeep.servlet;

/** A setting is missing or wrong; the message names it. The application does not start. */
public final class SettingException extends RuntimeException {
  private static final long serialVersionUID = 1;

  SettingException(String key, String what) {
    super("zonekeep-servlet: \"" + key + "\" " + what);
  }
}

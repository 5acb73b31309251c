package io.zonekeep.servlet;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;

/** Ids nobody can guess: 192 random bits. Safe for many threads. */
final class SessionIds {
  private static final int BYTES = 24;
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{32}");

  private final SecureRandom random = new SecureRandom();

  String next() {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Whether we may have made it; what we cannot have made is not asked for. */
  static boolean wellFormed(String id) {
    return FORM.matcher(id).matches();
  }
}

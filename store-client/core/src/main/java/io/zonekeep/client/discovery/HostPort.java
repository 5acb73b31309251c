package io.zonekeep.client.discovery;

/**
 * A host by name or IP literal, and a port.
 *
 * @param host without brackets, also for IPv6
 * @param port 1 to 65,535
 */
public record HostPort(String host, int port) {

  /**
   * Reads {@code host}, {@code host:port}, {@code [ipv6]} or {@code [ipv6]:port}.
   *
   * @throws IllegalArgumentException says what is wrong with it
   */
  public static HostPort parse(String text, int defaultPort) {
    int colon = portColon(text);
    String host = colon < 0 ? text : text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    if (host.isBlank() || host.contains("/") || host.contains(" ")) {
      throw new IllegalArgumentException("\"%s\" is not host:port".formatted(text));
    }
    return new HostPort(host, colon < 0 ? defaultPort : port(text.substring(colon + 1), text));
  }

  static boolean namesPort(String text) {
    return portColon(text) >= 0;
  }

  /** A text with several colons and no bracket is a bare IPv6 literal. */
  private static int portColon(String text) {
    int last = text.lastIndexOf(':');
    boolean bareLiteral = !text.startsWith("[") && text.indexOf(':') != last;
    return bareLiteral || last < text.lastIndexOf(']') ? -1 : last;
  }

  private static int port(String digits, String text) {
    try {
      int port = Integer.parseInt(digits);
      if (port >= 1 && port <= 65_535) {
        return port;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("\"%s\" has no port number".formatted(text), e);
    }
    throw new IllegalArgumentException("\"%s\" has a port outside 1 to 65,535".formatted(text));
  }
}

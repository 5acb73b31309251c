package io.zonekeep.client;

/** Where an application begins. */
public final class Zonekeep {
  private Zonekeep() {}

  /**
   * Connects with the default options; returns at once. Calls wait until a primary is found.
   *
   * @param target {@code zonekeep:///host:port,host:port…} or {@code zonekeep://dns-name[:port]}
   * @throws ZonekeepException INVALID_ARGUMENT if it is neither
   */
  public static ZonekeepClient connect(String target) {
    return builder(target).build();
  }

  /** As {@link #connect}, with options. */
  public static ZonekeepBuilder builder(String target) {
    return new ZonekeepBuilder(target);
  }
}

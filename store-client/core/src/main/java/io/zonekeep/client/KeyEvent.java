package io.zonekeep.client;

/**
 * What happened to one key. Its value is not told: get it for the present one.
 *
 * @param position after this event
 * @param key not to be changed
 * @param version of the write or the removal; higher than that of any earlier event of the key
 */
public record KeyEvent(FeedPosition position, Kind kind, byte[] key, long version) {

  /** What it was. */
  public enum Kind {
    /** It was written. */
    PUT,
    /** A caller removed it. */
    DELETED,
    /** Its time to live was over. */
    EXPIRED
  }
}

package io.zonekeep.server.state;

/**
 * What the feed records and how long it keeps it. It travels in each entry, so that nodes with
 * different settings still decide alike.
 *
 * @param keys whether events of keys are recorded
 * @param millis store time for which events are kept
 * @param sessionBytesMax bytes of session events that are kept; the oldest make way
 * @param keyBytesMax bytes of key events that are kept; the oldest make way
 * @param lastStateBytesMax attributes of a session that ends are kept with the event if they have
 *     no more bytes; 0: never
 */
public record FeedWindow(
    boolean keys, long millis, long sessionBytesMax, long keyBytesMax, int lastStateBytesMax) {

  long bytesMax(FeedTopic topic) {
    return topic == FeedTopic.SESSIONS ? sessionBytesMax : keyBytesMax;
  }

  boolean records(FeedTopic topic) {
    return topic == FeedTopic.SESSIONS || keys;
  }
}

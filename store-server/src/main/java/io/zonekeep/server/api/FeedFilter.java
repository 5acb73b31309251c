package io.zonekeep.server.api;

import io.zonekeep.server.state.Bytes;
import io.zonekeep.server.state.FeedEvent;
import io.zonekeep.server.state.FeedTopic;

/**
 * Which events a watcher wants. Watchers with equal filters share each message.
 *
 * @param prefix of keys; empty with sessions
 */
record FeedFilter(FeedTopic topic, String namespace, Bytes prefix) {

  /** Whether {@code event}, which is of the topic, is wanted. */
  boolean wants(FeedEvent event) {
    return event.namespace().equals(namespace)
        && switch (event) {
          case FeedEvent.KeyPut put -> put.key().startsWith(prefix);
          case FeedEvent.KeyRemoved removed -> removed.key().startsWith(prefix);
          case FeedEvent.SessionCreated _, FeedEvent.SessionEnded _, FeedEvent.SessionIdChanged _ ->
              true;
        };
  }
}

package io.zonekeep.client;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.ByteString;
import io.zonekeep.v1.WatchKeys;
import io.zonekeep.v1.WatchRequest;
import io.zonekeep.v1.WatchSessions;

/** The feed of one namespace, from the primary. For many threads. */
final class RemoteFeed implements Feed {
  private final String namespace;
  private final Followers followers;

  RemoteFeed(String namespace, Followers followers) {
    this.namespace = namespace;
    this.followers = followers;
  }

  @Override
  public Subscription sessions(FeedStart start, FeedListener<SessionEvent> listener) {
    return follow(
        new FeedFollower<>(
            followers,
            subject().setSessions(WatchSessions.getDefaultInstance()).build(),
            FeedMessages::sessionEvents,
            SessionEvent::position,
            requireNonNull(start, "start is null"),
            requireNonNull(listener, "listener is null")));
  }

  @Override
  public Subscription keys(byte[] prefix, FeedStart start, FeedListener<KeyEvent> listener) {
    return follow(
        new FeedFollower<>(
            followers,
            subject()
                .setKeys(WatchKeys.newBuilder().setPrefix(ByteString.copyFrom(prefix)))
                .build(),
            FeedMessages::keyEvents,
            KeyEvent::position,
            requireNonNull(start, "start is null"),
            requireNonNull(listener, "listener is null")));
  }

  private WatchRequest.Builder subject() {
    return WatchRequest.newBuilder().setNamespace(namespace);
  }

  private Subscription follow(FeedFollower<?> follower) {
    followers.add(follower);
    return follower;
  }
}

package io.zonekeep.cli;

import io.zonekeep.client.Feed;
import io.zonekeep.client.FeedListener;
import io.zonekeep.client.FeedPosition;
import io.zonekeep.client.FeedStart;
import io.zonekeep.client.KeyEvent;
import io.zonekeep.client.SessionEvent;
import io.zonekeep.client.Subscription;
import io.zonekeep.client.ZonekeepException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Tells at once what a test has put in. */
final class FakeFeed implements Feed {
  static final FeedPosition END = new FeedPosition(0xfeed, 9, 0);

  final List<SessionEvent> sessionEvents = new ArrayList<>();
  final List<KeyEvent> keyEvents = new ArrayList<>();
  final List<FeedStart> starts = new ArrayList<>();
  String prefix = "";
  Optional<ZonekeepException> refusal = Optional.empty();
  boolean gone;
  int closed;

  @Override
  public Subscription sessions(FeedStart start, FeedListener<SessionEvent> listener) {
    return tell(start, listener, sessionEvents);
  }

  @Override
  public Subscription keys(byte[] newPrefix, FeedStart start, FeedListener<KeyEvent> listener) {
    prefix = BytesText.shown(newPrefix);
    return tell(start, listener, keyEvents);
  }

  private <E> Subscription tell(FeedStart start, FeedListener<E> listener, List<E> events) {
    starts.add(start);
    if (gone) {
      var unused = listener.onPositionGone(new FeedPosition(0xfeed, 1, 0), END);
    }
    refusal.ifPresent(listener::onEnd);
    listener.onEvents(events, END);
    return new Subscription() {
      @Override
      public CompletableFuture<FeedPosition> started() {
        return CompletableFuture.completedFuture(END);
      }

      @Override
      public Optional<FeedPosition> position() {
        return Optional.of(END);
      }

      @Override
      public State state() {
        return State.FOLLOWING;
      }

      @Override
      public void close() {
        closed++;
      }
    };
  }
}

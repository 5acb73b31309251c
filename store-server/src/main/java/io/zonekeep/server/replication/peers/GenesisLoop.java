package io.zonekeep.server.replication.peers;

import io.zonekeep.server.replication.FolderUse;
import io.zonekeep.server.replication.peers.StartDecision.Rebuild;
import io.zonekeep.server.replication.peers.StartDecision.StartAsVoter;
import io.zonekeep.server.replication.peers.StartDecision.Wait;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Asks the peers until it is decided how this node starts. The starting thread runs it; {@link
 * Ticks} is its only notion of time.
 */
public final class GenesisLoop {
  /** How often the peers are asked. */
  static final Duration ASK_EVERY = Duration.ofMillis(100);

  /** How often the same reason to wait is said again. */
  static final Duration SAY_EVERY = Duration.ofSeconds(5);

  /**
   * How long a founding node still waits. Once two nodes vote, a third that has not seen them
   * unused must take them for an old cluster and rebuild; so all get the time to see each other.
   */
  static final Duration FOUNDING_PAUSE = Duration.ofMillis(700);

  private final FolderUse own;
  private final boolean rebuilding;
  private final List<String> peers;
  private final Function<String, CompletableFuture<PeerPosition>> ask;
  private final Consumer<String> progress;
  private final Ticks ticks;

  /** Lets the caller's thread wait: a fake one in tests. */
  public interface Ticks {
    void pause(Duration duration) throws InterruptedException;
  }

  public GenesisLoop(
      FolderUse own,
      boolean rebuilding,
      List<String> peers,
      Function<String, CompletableFuture<PeerPosition>> ask,
      Consumer<String> progress,
      Ticks ticks) {
    this.own = own;
    this.rebuilding = rebuilding;
    this.peers = List.copyOf(peers);
    this.ask = ask;
    this.progress = progress;
    this.ticks = ticks;
  }

  /** Runs until it is decided: never answers {@link Wait}. */
  public StartDecision run() throws InterruptedException {
    String said = "";
    Duration sinceSaid = Duration.ZERO;
    while (true) {
      switch (Genesis.decide(own, rebuilding, askAll())) {
        case StartAsVoter start -> {
          if (own != FolderUse.IN_USE && !peers.isEmpty()) {
            ticks.pause(FOUNDING_PAUSE);
          }
          return start;
        }
        case Rebuild rebuild -> {
          return rebuild;
        }
        case Wait wait -> {
          if (!wait.reason().equals(said) || sinceSaid.compareTo(SAY_EVERY) >= 0) {
            progress.accept(wait.reason());
            said = wait.reason();
            sinceSaid = Duration.ZERO;
          }
        }
      }
      ticks.pause(ASK_EVERY);
      sinceSaid = sinceSaid.plus(ASK_EVERY);
    }
  }

  private Map<String, Optional<PeerPosition>> askAll() {
    if (own == FolderUse.IN_USE && !rebuilding) {
      return Map.of();
    }
    Map<String, CompletableFuture<Optional<PeerPosition>>> asked = new LinkedHashMap<>();
    for (String peer : peers) {
      asked.put(peer, ask.apply(peer).thenApply(Optional::of).exceptionally(e -> Optional.empty()));
    }
    Map<String, Optional<PeerPosition>> answers = new LinkedHashMap<>();
    asked.forEach((peer, answer) -> answers.put(peer, answer.join()));
    return answers;
  }
}

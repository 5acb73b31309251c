package io.zonekeep.server.replication.peers;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.zonekeep.server.replication.NodeRole;
import io.zonekeep.server.replication.peers.CrashDecision.LeaveIt;
import io.zonekeep.server.replication.peers.CrashDecision.StandAfter;
import io.zonekeep.server.replication.peers.PortProbe.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Promotes a standby at once when the primary's process has died, instead of after a time-out: its
 * link breaks, its port refuses, and the standby with the longest log stands for election. All
 * steps run on one thread; {@link #broken} may be called from any.
 *
 * <p>A wrong guess costs an election, never data: reads need a confirmation in the primary's term.
 */
public final class CrashElection implements AutoCloseable {
  /** How long the other survivors may take to say where they stand. */
  static final Duration ASK_TIMEOUT = Duration.ofMillis(100);

  /**
   * A dying process' connections may break before its port closes, so a second look is worth it.
   */
  static final int LOOKS_MAX = 6;

  static final Duration LOOK_AGAIN_AFTER = Duration.ofMillis(10);

  private static final Logger log = LoggerFactory.getLogger(CrashElection.class);

  private final Map<String, Peer> peers;
  private final PositionSource self;
  private final Function<String, CompletableFuture<PeerPosition>> ask;
  private final PortProbe probe;
  private final BooleanSupplier standForElection;
  private final Later later;

  /** Runs steps, one at a time and in order of their times: a stepped one in tests. */
  public interface Later extends AutoCloseable {
    void run(Duration delay, Runnable step);

    @Override
    void close();

    /** Runs the steps on a thread of its own. */
    static Later onOwnThread() {
      ScheduledExecutorService thread =
          Executors.newSingleThreadScheduledExecutor(
              Thread.ofPlatform().daemon().name("zonekeep-crash-election").factory());
      return new Later() {
        @Override
        public void run(Duration delay, Runnable step) {
          if (!thread.isShutdown()) {
            var _ = thread.schedule(step, delay.toNanos(), NANOSECONDS);
          }
        }

        @Override
        public void close() {
          thread.shutdownNow();
        }
      };
    }
  }

  /**
   * Makes one for this node.
   *
   * @param peers the other members
   * @param ask {@link PeerLinks#position} with {@link #ASK_TIMEOUT}
   * @param standForElection the engine's; answers whether an election began
   */
  public CrashElection(
      List<Peer> peers,
      PositionSource self,
      Function<String, CompletableFuture<PeerPosition>> ask,
      PortProbe probe,
      BooleanSupplier standForElection,
      Later later) {
    this.peers = peers.stream().collect(Collectors.toUnmodifiableMap(Peer::nodeId, peer -> peer));
    this.self = self;
    this.ask = ask;
    this.probe = probe;
    this.standForElection = standForElection;
    this.later = later;
  }

  /** Wired for production: hears of broken links, if {@code promotion.on_crash} is on. */
  public static CrashElection watching(
      PeerLinks links, List<Peer> peers, PositionSource self, BooleanSupplier standForElection) {
    CrashElection election =
        new CrashElection(
            peers,
            self,
            peer -> links.position(peer, ASK_TIMEOUT),
            PortProbe.tcp(),
            standForElection,
            Later.onOwnThread());
    links.onBroken(election::broken);
    return election;
  }

  /** The link to a peer, which was up, broke. */
  public void broken(String peer) {
    later.run(Duration.ZERO, () -> look(peer, 1));
  }

  @Override
  public void close() {
    later.close();
  }

  private void look(String peer, int looks) {
    if (!followed(peer)) {
      return;
    }
    Answer answer = probe(peer);
    if (answer == Answer.ACCEPTED && looks < LOOKS_MAX) {
      later.run(LOOK_AGAIN_AFTER, () -> look(peer, looks + 1));
      return;
    }
    if (answer != Answer.REFUSED) {
      log.info("The link to primary {} broke, but its port is {}: no election", peer, answer);
      return;
    }
    List<PeerPosition> others = askOthers(peer);
    switch (CrashDecision.decide(self.position(), others, peer, peers.size() + 1)) {
      case LeaveIt leave -> log.info("No election for {}: {}", peer, leave.reason());
      case StandAfter stand -> {
        if (stand.delay().isZero()) {
          stand(peer);
        } else {
          later.run(stand.delay(), () -> lookAgain(peer));
        }
      }
    }
  }

  /** The one before this in the order has had its time; is it primary now, or on its way? */
  private void lookAgain(String peer) {
    if (followed(peer) && probe(peer) == Answer.REFUSED) {
      stand(peer);
    }
  }

  private void stand(String peer) {
    boolean began = standForElection.getAsBoolean();
    log.info("Primary {} is dead: election {}", peer, began ? "began" : "was not begun");
  }

  /** The cheap look first: most breaks are not the primary's. */
  private boolean followed(String peer) {
    PeerPosition position = self.position();
    return position.role() == NodeRole.STANDBY && position.primary().equals(Optional.of(peer));
  }

  private Answer probe(String peer) {
    Peer address = peers.get(peer);
    return address == null ? Answer.SILENT : probe.probe(address);
  }

  private List<PeerPosition> askOthers(String dead) {
    List<CompletableFuture<Optional<PeerPosition>>> asked = new ArrayList<>();
    for (String peer : peers.keySet()) {
      if (!peer.equals(dead)) {
        asked.add(
            ask.apply(peer).thenApply(Optional::of).exceptionally(failure -> Optional.empty()));
      }
    }
    return asked.stream().flatMap(answer -> answer.join().stream()).toList();
  }
}

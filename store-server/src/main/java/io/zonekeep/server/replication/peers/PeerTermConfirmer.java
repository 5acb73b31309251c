package io.zonekeep.server.replication.peers;

import io.zonekeep.peer.v1.ConfirmTermResponse;
import io.zonekeep.server.replication.TermConfirmer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** Confirms a term by asking all peers over their warm links. Used by many threads. */
public final class PeerTermConfirmer implements TermConfirmer {
  private final PeerLinks links;
  private final int peers;
  private final int yesNeeded;

  public PeerTermConfirmer(PeerLinks links) {
    this.links = links;
    this.peers = links.peers().size();
    // With this node's own yes they make a majority of all members.
    this.yesNeeded = (peers + 1) / 2;
  }

  @Override
  public CompletableFuture<Boolean> confirm(long term) {
    if (yesNeeded == 0) {
      return CompletableFuture.completedFuture(true);
    }
    CompletableFuture<Boolean> confirmed = new CompletableFuture<>();
    AtomicInteger yes = new AtomicInteger();
    AtomicInteger no = new AtomicInteger();
    for (String peer : links.peers()) {
      var _ =
          links
              .askTerm(peer)
              .whenComplete((answer, failure) -> {
                if (failure == null && agrees(answer, term)) {
                  if (yes.incrementAndGet() == yesNeeded) {
                    confirmed.complete(true);
                  }
                } else if (no.incrementAndGet() > peers - yesNeeded) {
                  confirmed.complete(false);
                }
              });
    }
    return confirmed;
  }

  private static boolean agrees(ConfirmTermResponse answer, long term) {
    return answer.getTerm() == term && answer.getRemembersVotes();
  }
}

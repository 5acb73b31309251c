package io.zonekeep.server.replication;

import java.util.concurrent.CompletableFuture;

/**
 * The port by which a primary asks whether its term is still the newest.
 *
 * <p>Any primary of a later term was elected by a majority, each of which had moved to that term
 * before it voted. So when a majority, asked after the fact, still is in {@code term}, no later
 * primary had been elected when the question was sent.
 */
@FunctionalInterface
public interface TermConfirmer {
  /**
   * Asks all peers, after this call began, which term they are in. True once this node and peers
   * that are in {@code term} and remember their votes make a majority of all members; false or no
   * answer at all if that cannot be had. May complete on any thread.
   */
  CompletableFuture<Boolean> confirm(long term);
}

package io.zonekeep.server.replication.peers;

import java.util.concurrent.CompletionStage;

/** Takes a node that lost its data out of the cluster and in again. Called from any thread. */
public interface RejoinHandler {
  /**
   * Completes with the term in which the node was taken in; or exceptionally, {@link
   * io.zonekeep.server.replication.NotPrimaryException} if another node must be asked.
   */
  CompletionStage<Long> rejoin(String nodeId);
}

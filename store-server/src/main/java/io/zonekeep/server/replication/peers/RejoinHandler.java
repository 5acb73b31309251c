package io.zonekeep.server.replication.peers;

import io.zonekeep.server.state.AppliedPosition;
import java.util.concurrent.CompletionStage;

/** Tells a node that lost its data how far it must come. Called from any thread. */
public interface RejoinHandler {
  /**
   * Completes with what a confirmed primary had committed; or exceptionally, {@link
   * io.zonekeep.server.replication.NotPrimaryException} if another node must be asked.
   */
  CompletionStage<AppliedPosition> rejoin(String nodeId);
}

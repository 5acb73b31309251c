package io.zonekeep.server.replication;

/** Hears an {@link Engine}'s news, in order, on one thread that is the engine's own. */
public interface EngineListener {
  /** This node is primary of {@code term}, and has applied all that earlier primaries committed. */
  void primaryReady(long term);

  /** This node is not primary any more. */
  void primaryLost();

  /** Role, term or primary may have changed. */
  void changed();
}

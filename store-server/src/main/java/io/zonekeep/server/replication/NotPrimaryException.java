package io.zonekeep.server.replication;

/** This node is not the primary, or not yet ready to serve: surely nothing was done. */
public final class NotPrimaryException extends RuntimeException {
  private final transient PrimaryHint hint;

  public NotPrimaryException(PrimaryHint hint) {
    super(
        hint.nodeId().map(id -> "the primary is " + id).orElse("no primary is known")
            + " (term "
            + hint.term()
            + ")");
    this.hint = hint;
  }

  public PrimaryHint hint() {
    return hint;
  }
}

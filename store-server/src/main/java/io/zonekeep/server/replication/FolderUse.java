package io.zonekeep.server.replication;

/** What a node's data folder held when the node started. */
public enum FolderUse {
  /** Nothing: a new node, or one that was wiped. */
  EMPTY,
  /** Prepared, but it has neither voted nor logged anything. */
  UNUSED,
  /** A log, a vote or both. */
  IN_USE
}

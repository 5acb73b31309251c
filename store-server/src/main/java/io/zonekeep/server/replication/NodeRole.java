package io.zonekeep.server.replication;

/** What this node does in the cluster. */
public enum NodeRole {
  STARTING,
  REBUILDING,
  STANDBY,
  CANDIDATE,
  PRIMARY
}

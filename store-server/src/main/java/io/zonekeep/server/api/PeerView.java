package io.zonekeep.server.api;

import io.zonekeep.server.replication.NodeRole;

/** Another node as it last described itself. */
public record PeerView(NodeRole role, boolean healthy) {}

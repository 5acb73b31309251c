package io.zonekeep.server.replication.peers;

/** Another node of this cluster, and where its {@link PeerServer} and its log listen. */
public record Peer(String nodeId, String host, int peerPort, int raftPort) {}

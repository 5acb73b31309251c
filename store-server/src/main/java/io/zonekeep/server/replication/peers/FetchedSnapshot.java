package io.zonekeep.server.replication.peers;

import java.nio.file.Path;

/** A snapshot taken from a peer, whole and on disk; term and index of the last entry in it. */
public record FetchedSnapshot(long term, long index, Path folder, String sourceNodeId) {}

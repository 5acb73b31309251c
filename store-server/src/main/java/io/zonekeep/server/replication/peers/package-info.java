/**
 * What nodes say to each other beside the replicated log: where they stand, that they are alive,
 * their snapshots. It decides how a node starts and when a crash calls for an election.
 */
@NullMarked
package io.zonekeep.server.replication.peers;

import org.jspecify.annotations.NullMarked;

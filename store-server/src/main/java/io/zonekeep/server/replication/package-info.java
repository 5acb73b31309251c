/**
 * The order of the log: the write pipeline, the confirmation of reads, the engine behind one port.
 * No engine type leaves the package ratis below it.
 */
@NullMarked
package io.zonekeep.server.replication;

import org.jspecify.annotations.NullMarked;

/**
 * Apache Ratis behind the port {@link io.zonekeep.server.replication.Engine}, and the check of its
 * log files.
 */
@NullMarked
package io.zonekeep.server.replication.ratis;

import org.jspecify.annotations.NullMarked;

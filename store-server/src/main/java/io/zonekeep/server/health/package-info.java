/** Watches the node and its peers, and tells replication. Never touches data. */
@NullMarked
package io.zonekeep.server.health;

import org.jspecify.annotations.NullMarked;

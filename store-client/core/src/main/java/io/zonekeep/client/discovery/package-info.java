/**
 * Finds the nodes and keeps connections to them: names, DNS, load balancing, who is primary.
 *
 * <p>Not for applications. All of gRPC's experimental API that the client uses stays in this
 * package, so that a change of gRPC is mended in one place.
 */
@NullMarked
package io.zonekeep.client.discovery;

import org.jspecify.annotations.NullMarked;

/** gRPC in, gRPC out: translates and validates, decides nothing. */
@NullMarked
package io.zonekeep.server.api;

import org.jspecify.annotations.NullMarked;

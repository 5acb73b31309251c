/** Whole clusters of real processes on this machine: started, killed, frozen, wiped. */
@NullMarked
package io.zonekeep.cluster;

import org.jspecify.annotations.NullMarked;

/** What is counted and timed, by name. */
@NullMarked
package io.zonekeep.server.metrics;

import org.jspecify.annotations.NullMarked;

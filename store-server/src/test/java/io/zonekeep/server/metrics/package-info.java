@NullMarked
package io.zonekeep.server.metrics;

import org.jspecify.annotations.NullMarked;

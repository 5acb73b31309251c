/** How fast, how dear, how long without a primary. */
@NullMarked
package io.zonekeep.bench;

import org.jspecify.annotations.NullMarked;

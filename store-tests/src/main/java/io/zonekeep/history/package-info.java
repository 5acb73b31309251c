/** What clients saw, written down, and whether a linearizable store could have answered so. */
@NullMarked
package io.zonekeep.history;

import org.jspecify.annotations.NullMarked;

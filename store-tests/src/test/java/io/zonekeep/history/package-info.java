@NullMarked
package io.zonekeep.history;

import org.jspecify.annotations.NullMarked;

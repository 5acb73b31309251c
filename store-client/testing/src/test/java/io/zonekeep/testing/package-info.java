@NullMarked
package io.zonekeep.testing;

import org.jspecify.annotations.NullMarked;

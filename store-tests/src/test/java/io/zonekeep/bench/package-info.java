@NullMarked
package io.zonekeep.bench;

import org.jspecify.annotations.NullMarked;

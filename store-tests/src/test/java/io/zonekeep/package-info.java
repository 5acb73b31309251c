@NullMarked
package io.zonekeep;

import org.jspecify.annotations.NullMarked;

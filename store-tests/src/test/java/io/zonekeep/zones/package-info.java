@NullMarked
package io.zonekeep.zones;

import org.jspecify.annotations.NullMarked;

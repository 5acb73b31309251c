@NullMarked
package io.zonekeep.cluster;

import org.jspecify.annotations.NullMarked;

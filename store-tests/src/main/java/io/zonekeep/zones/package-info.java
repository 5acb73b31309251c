/** Clusters in containers, one network a zone, whose links can be broken. */
@NullMarked
package io.zonekeep.zones;

import org.jspecify.annotations.NullMarked;

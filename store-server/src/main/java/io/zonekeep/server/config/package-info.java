/** Typed settings with units and limits. */
@NullMarked
package io.zonekeep.server.config;

import org.jspecify.annotations.NullMarked;

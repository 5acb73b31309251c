@NullMarked
package io.zonekeep.server.config;

import org.jspecify.annotations.NullMarked;

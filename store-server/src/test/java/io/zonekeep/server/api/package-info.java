@NullMarked
package io.zonekeep.server.api;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.zonekeep.server;

import org.jspecify.annotations.NullMarked;

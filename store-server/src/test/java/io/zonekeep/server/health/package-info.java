@NullMarked
package io.zonekeep.server.health;

import org.jspecify.annotations.NullMarked;

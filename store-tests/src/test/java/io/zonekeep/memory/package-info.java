/** A store in memory behind the client's faces, for tests of what uses a client. */
@NullMarked
package io.zonekeep.memory;

import org.jspecify.annotations.NullMarked;

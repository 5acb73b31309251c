/** Tests of the state, and the fakes that other tests share. */
@NullMarked
package io.zonekeep.server.state;

import org.jspecify.annotations.NullMarked;

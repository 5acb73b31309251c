/**
 * The Zonekeep client. Start at {@link io.zonekeep.client.ZonekeepClient}.
 *
 * <p>Every method with "Async" in its name returns at once; its twin without blocks until the
 * answer or the deadline. A call that fails, fails with a {@link
 * io.zonekeep.client.ZonekeepException}.
 */
@NullMarked
package io.zonekeep.client;

import org.jspecify.annotations.NullMarked;

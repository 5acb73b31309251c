/**
 * The Zonekeep client. Start at {@link io.zonekeep.client.Zonekeep}.
 *
 * <p>Every method with "Async" in its name returns at once; its twin without blocks until the
 * answer or the deadline. What depends on an answer (thenApply and its like) runs on the client's
 * one thread and must not block it; use the variants that take an executor for anything long. A
 * call that fails, fails with a {@link io.zonekeep.client.ZonekeepException}.
 */
@NullMarked
package io.zonekeep.client;

import org.jspecify.annotations.NullMarked;

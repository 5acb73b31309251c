/**
 * A store for an application's own tests. {@link io.zonekeep.testing.ZonekeepExtension} for JUnit,
 * {@link io.zonekeep.testing.ZonekeepContainer} for Testcontainers, {@link
 * io.zonekeep.testing.TestStore} for anything else.
 */
@NullMarked
package io.zonekeep.testing;

import org.jspecify.annotations.NullMarked;

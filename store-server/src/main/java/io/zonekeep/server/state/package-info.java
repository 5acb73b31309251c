/**
 * What a record and a session are, and what each command does to them: plain values and a
 * deterministic apply. Imports only the JDK.
 */
@NullMarked
package io.zonekeep.server.state;

import org.jspecify.annotations.NullMarked;

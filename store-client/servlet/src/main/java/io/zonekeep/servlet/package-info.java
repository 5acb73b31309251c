/**
 * Sessions of plain servlet applications. {@link io.zonekeep.servlet.ZonekeepFilter} stands first
 * in the chain and gives every request a session that lives in the store; the application is
 * configured, not changed.
 */
@NullMarked
package io.zonekeep.servlet;

import org.jspecify.annotations.NullMarked;

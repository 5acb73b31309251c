/**
 * Spring Session on Zonekeep. The servlet repository is {@link
 * io.zonekeep.spring.session.ZonekeepSessionRepository}, the reactive one {@link
 * io.zonekeep.spring.session.ReactiveZonekeepSessionRepository}; Spring Boot needs neither by name.
 */
@NullMarked
package io.zonekeep.spring.session;

import org.jspecify.annotations.NullMarked;

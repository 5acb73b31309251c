package io.zonekeep.spring.session.config;

import java.util.Optional;

/**
 * A bean of it says whether session events are published, and to whom. Without one they are, from
 * the start of the application on.
 *
 * @param enabled whether they are published
 * @param subscriber the app server's own name, under which it is told after a restart what it
 *     missed; empty: it is not
 */
public record SessionEventSettings(boolean enabled, Optional<String> subscriber) {}

package io.zonekeep.spring.session.config;

/**
 * A bean of it says whose sessions these are, in place of the annotation.
 *
 * @param name 1 to 64 characters of a-z 0-9 . _ -
 */
public record SessionNamespace(String name) {}

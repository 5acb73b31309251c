/** Annotations for applications without Spring Boot. */
@NullMarked
package io.zonekeep.spring.session.config;

import org.jspecify.annotations.NullMarked;

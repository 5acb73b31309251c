/** For Spring Boot: sessions in Zonekeep by putting the artifact on the class path. */
@NullMarked
package io.zonekeep.spring.session.autoconfigure;

import org.jspecify.annotations.NullMarked;

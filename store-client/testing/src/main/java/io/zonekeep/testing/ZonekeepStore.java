package io.zonekeep.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/** Gives the tests of a class a store, and their methods what {@link ZonekeepExtension} tells. */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ZonekeepExtension.class)
public @interface ZonekeepStore {
  /** Settings of the server, each {@code key=value}. */
  String[] settings() default {};
}

@NullMarked
package io.zonekeep.spring.session;

import org.jspecify.annotations.NullMarked;

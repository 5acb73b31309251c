@NullMarked
package io.zonekeep.spring.session.autoconfigure;

import org.jspecify.annotations.NullMarked;

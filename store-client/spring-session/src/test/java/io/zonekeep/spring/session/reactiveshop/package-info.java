@NullMarked
package io.zonekeep.spring.session.reactiveshop;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.zonekeep.spring.session.shop;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.zonekeep.spring.session.serializer;

import org.jspecify.annotations.NullMarked;

/**
 * Attribute values as bytes. Each value carries the number of the format it was written in, so that
 * app servers of two generations can share sessions.
 */
@NullMarked
package io.zonekeep.spring.session.serializer;

import org.jspecify.annotations.NullMarked;

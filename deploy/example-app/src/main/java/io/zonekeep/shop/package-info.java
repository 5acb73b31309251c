/**
 * A shop, to show what an application on Zonekeep looks like: it keeps all it knows of a user in
 * the session.
 */
@NullMarked
package io.zonekeep.shop;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.zonekeep.server.admin;

import org.jspecify.annotations.NullMarked;

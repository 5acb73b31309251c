/** HTTP for people, load balancers and Prometheus. */
@NullMarked
package io.zonekeep.server.admin;

import org.jspecify.annotations.NullMarked;

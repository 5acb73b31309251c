@NullMarked
package io.zonekeep.server.replication;

import org.jspecify.annotations.NullMarked;

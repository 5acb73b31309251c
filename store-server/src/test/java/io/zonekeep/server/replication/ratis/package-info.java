@NullMarked
package io.zonekeep.server.replication.ratis;

import org.jspecify.annotations.NullMarked;

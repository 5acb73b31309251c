/** RocksDB: the rows on disk, and snapshots of them. Implements the port that state declares. */
@NullMarked
package io.zonekeep.server.storage;

import org.jspecify.annotations.NullMarked;

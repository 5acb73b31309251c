package io.zonekeep.server.replication;

import io.zonekeep.server.state.AppliedPosition;
import io.zonekeep.server.state.Entry;
import io.zonekeep.server.state.Result;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/**
 * What an {@link Engine} gives committed entries to. One thread calls, in the order of the log;
 * only {@link #applied} and {@link #positionOf} may be called from any. An exception ends the node.
 */
public interface LogConsumer {
  /** The last entry that was applied; entries after it are given next. */
  AppliedPosition applied();

  Entry decode(ByteBuffer encoded);

  /** Applies one entry; one result a write. */
  List<Result> apply(long term, long index, Entry entry);

  /** Passes over an entry that is the engine's own. */
  void skip(long term, long index);

  /** The last entry in the snapshot in {@code folder}. */
  AppliedPosition positionOf(Path folder);

  /** Goes on from the snapshot in {@code folder}, which is moved. */
  void replaceWith(Path folder);
}

package io.zonekeep.server.replication.ratis;

import io.zonekeep.server.replication.AppliedState;
import io.zonekeep.server.replication.LogConsumer;
import io.zonekeep.server.state.AppliedPosition;
import io.zonekeep.server.state.Entry;
import io.zonekeep.server.state.Result;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers which entries were given to a state. */
record RecordingState(AppliedState state, List<Long> given) implements LogConsumer {
  RecordingState(AppliedState state) {
    this(state, new CopyOnWriteArrayList<>());
  }

  @Override
  public AppliedPosition applied() {
    return state.applied();
  }

  @Override
  public Entry decode(ByteBuffer encoded) {
    return state.decode(encoded);
  }

  @Override
  public List<Result> apply(long term, long index, Entry entry) {
    given.add(index);
    return state.apply(term, index, entry);
  }

  @Override
  public void skip(long term, long index) {
    given.add(index);
    state.skip(term, index);
  }

  @Override
  public AppliedPosition positionOf(Path folder) {
    return state.positionOf(folder);
  }

  @Override
  public void replaceWith(Path folder) {
    state.replaceWith(folder);
  }
}

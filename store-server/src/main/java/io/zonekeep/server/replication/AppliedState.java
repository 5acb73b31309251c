package io.zonekeep.server.replication;

import io.zonekeep.server.state.AppliedPosition;
import io.zonekeep.server.state.DurableStore;
import io.zonekeep.server.state.Entry;
import io.zonekeep.server.state.EntryCodec;
import io.zonekeep.server.state.Result;
import io.zonekeep.server.state.StateMachine;
import io.zonekeep.server.state.StateReader;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/** The state of this node, and the engine's {@link LogConsumer}: entries go in, readers look. */
public final class AppliedState implements LogConsumer {
  private final DurableStore store;
  private final StateMachine machine;
  private final Function<Path, AppliedPosition> positionOf;

  /**
   * Goes on from what {@code store} holds.
   *
   * @param positionOf tells how far the snapshot in a folder reaches
   */
  public AppliedState(DurableStore store, Function<Path, AppliedPosition> positionOf) {
    this.store = store;
    this.machine = new StateMachine(store);
    this.positionOf = positionOf;
  }

  @Override
  public AppliedPosition applied() {
    return machine.applied();
  }

  @Override
  public Entry decode(ByteBuffer encoded) {
    return EntryCodec.decode(encoded);
  }

  @Override
  public List<Result> apply(long term, long index, Entry entry) {
    return machine.apply(term, index, entry);
  }

  @Override
  public void skip(long term, long index) {
    machine.skip(term, index);
  }

  @Override
  public AppliedPosition positionOf(Path folder) {
    return positionOf.apply(folder);
  }

  @Override
  public void replaceWith(Path folder) {
    store.replaceWith(folder);
    machine.reload();
  }

  /** Copies the state of one moment into {@code folder}. From any thread. */
  void checkpoint(Path folder) {
    store.checkpoint(folder);
  }

  StateReader reader() {
    return machine.reader();
  }

  long version() {
    return machine.version();
  }

  long storeTimeMillis() {
    return machine.storeTimeMillis();
  }
}

package io.zonekeep.client;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The calls that wait on one stream, by call id: a place in the array, plus a round that makes the
 * id of a used place new, so that a late reply never finds the wrong call. Owned by the loop.
 */
final class CallSlots {
  private static final int PLACE_BITS = 20;
  private static final int PLACE_MASK = (1 << PLACE_BITS) - 1;
  private static final int INITIAL = 64;

  private @Nullable PendingCall<?>[] calls = new PendingCall<?>[INITIAL];
  private long[] ids = new long[INITIAL];

  /** The free ones among the places below {@link #used}, as a stack. */
  private int[] free = new int[INITIAL];

  private int freeCount;
  private int used;
  private long round = 1;

  /** Returns the call's id on this stream. */
  long put(PendingCall<?> call) {
    int place = freeCount > 0 ? free[--freeCount] : newPlace();
    long id = (round++ << PLACE_BITS) | place;
    calls[place] = call;
    ids[place] = id;
    return id;
  }

  /** The call that waits under this id; null: none does any more. */
  @Nullable PendingCall<?> take(long id) {
    int place = (int) (id & PLACE_MASK);
    PendingCall<?> call = place < used && ids[place] == id ? calls[place] : null;
    if (call != null) {
      calls[place] = null;
      free[freeCount++] = place;
    }
    return call;
  }

  /** All calls that wait, in order of their admission. The object is of no use afterwards. */
  List<PendingCall<?>> takeAll() {
    List<PendingCall<?>> all = new ArrayList<>();
    for (int place = 0; place < used; place++) {
      PendingCall<?> call = calls[place];
      if (call != null) {
        all.add(call);
        calls[place] = null;
      }
    }
    all.sort((one, other) -> Long.compare(one.order(), other.order()));
    return all;
  }

  private int newPlace() {
    if (used > PLACE_MASK) {
      throw new IllegalStateException("more calls in flight than any bound allows");
    }
    if (used == calls.length) {
      calls = Arrays.copyOf(calls, used * 2);
      ids = Arrays.copyOf(ids, used * 2);
      free = Arrays.copyOf(free, used * 2);
    }
    return used++;
  }
}

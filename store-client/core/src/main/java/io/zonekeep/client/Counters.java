package io.zonekeep.client;

import java.util.concurrent.atomic.LongAdder;

/** Counts what the loop does; read by anybody. */
final class Counters {
  final LongAdder succeeded = new LongAdder();
  final LongAdder failed = new LongAdder();
  final LongAdder repeated = new LongAdder();
  final LongAdder frames = new LongAdder();
  final LongAdder streams = new LongAdder();
}

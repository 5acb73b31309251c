package io.zonekeep.client;

import java.util.List;
import java.util.OptionalInt;

/**
 * What a batch did.
 *
 * @param applied false: a condition did not hold and nothing was done
 * @param versions one an operation: written, removed, or present
 * @param refusedOperation the first operation whose condition did not hold
 */
public record BatchResult(boolean applied, List<Long> versions, OptionalInt refusedOperation) {
  public BatchResult {
    versions = List.copyOf(versions);
  }
}

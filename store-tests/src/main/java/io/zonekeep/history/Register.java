package io.zonekeep.history;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The model: one key with its version. Time to live is not modelled; histories with it are checked
 * only where nothing expires.
 *
 * <p>A write whose answer got lost has a version that nobody knows, until somebody reads it: then
 * {@code version} is the lowest it can have. So a write that was applied twice is caught although
 * its value stayed the same: it shows a second version.
 *
 * @param value null: there is no such key
 * @param version of the last write or removal, which the next has to exceed; 0: never written
 * @param exact false: the version is {@code version} or more
 */
record Register(@Nullable String value, long version, boolean exact) {
  static final Register NEVER_WRITTEN = new Register(null, 0, true);

  /**
   * The state after an operation; empty if a correct store in this state cannot have answered so.
   */
  Optional<Register> after(Operation operation) {
    return switch (operation.f()) {
      case get -> afterGet(operation);
      case put, add, cas -> afterWrite(operation);
      case del -> afterDelete(operation);
      case touch -> afterTouch(operation);
      case fault -> throw new IllegalArgumentException("a fault is no operation");
    };
  }

  private Optional<Register> afterGet(Operation get) {
    Event result = get.result();
    if (result == null || result.val() == null) {
      return holdsNothing();
    }
    return result.val().equals(value) ? holding(result.ver()) : Optional.empty();
  }

  private Optional<Register> afterWrite(Operation write) {
    Event result = write.result();
    if (result != null && Boolean.FALSE.equals(result.res())) {
      return afterRefused(write, result);
    }
    return conditionHolds(write)
        .flatMap(state -> state.written(write.call().val(), result == null ? null : result.ver()));
  }

  private Optional<Register> afterDelete(Operation delete) {
    Event result = delete.result();
    if (result != null && Boolean.FALSE.equals(result.res())) {
      return afterRefused(delete, result);
    }
    if (result != null && result.ver() == null) {
      return holdsNothing();
    }
    if (value == null) {
      // Removing nothing takes no version, so an answer with one proves that there was something.
      return result == null ? Optional.of(this) : Optional.empty();
    }
    return conditionHolds(delete)
        .flatMap(state -> state.written(null, result == null ? null : result.ver()));
  }

  private Optional<Register> afterTouch(Operation touch) {
    Event result = touch.result();
    if (result == null) {
      return Optional.of(this);
    }
    return Boolean.FALSE.equals(result.res()) ? holdsNothing() : holding(result.ver());
  }

  /** A refusal tells the present version, 0 for none, and that it is not the expected one. */
  private Optional<Register> afterRefused(Operation operation, Event result) {
    Optional<Register> seen = holding(result.ver());
    return seen.filter(state -> state.conditionHolds(operation).isEmpty());
  }

  private Optional<Register> conditionHolds(Operation operation) {
    Event call = operation.call();
    boolean absentWanted = operation.f() == Event.F.add || Long.valueOf(0).equals(call.ifver());
    if (absentWanted) {
      return holdsNothing();
    }
    if (call.old() != null && !call.old().equals(value)) {
      return Optional.empty();
    }
    return call.ifver() == null ? Optional.of(this) : holding(call.ifver());
  }

  private Optional<Register> holdsNothing() {
    return value == null ? Optional.of(this) : Optional.empty();
  }

  /** This state if it can have the version, now known. */
  private Optional<Register> holding(@Nullable Long seen) {
    if (seen == null) {
      return Optional.of(this);
    }
    if (seen == 0) {
      return holdsNothing();
    }
    boolean can = value != null && (exact ? seen == version : seen >= version);
    return can ? Optional.of(new Register(value, seen, true)) : Optional.empty();
  }

  private Optional<Register> written(@Nullable String newValue, @Nullable Long newVersion) {
    if (newVersion == null) {
      return Optional.of(new Register(newValue, version + 1, false));
    }
    return newVersion > version
        ? Optional.of(new Register(newValue, newVersion, true))
        : Optional.empty();
  }
}

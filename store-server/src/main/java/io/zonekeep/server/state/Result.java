package io.zonekeep.server.state;

import static java.util.Objects.requireNonNull;

import java.util.List;

/** What came of one write. Remembered for retries, so it is small and holds no values. */
public sealed interface Result {

  /** A key or session was written and has this version now. */
  record Written(long version) implements Result {}

  /**
   * A key or session is not there any more; {@code version} is that of the removal, and a new one
   * also when there was nothing to remove.
   */
  record Deleted(boolean existed, long version) implements Result {}

  /** A key's time to live was renewed, or there was none; {@code version} 0 if not found. */
  record Touched(boolean found, long version) implements Result {}

  /**
   * Sessions were touched.
   *
   * @param found one a session of the command, in order
   */
  record SessionsTouched(List<Boolean> found) implements Result {
    public SessionsTouched {
      found = List.copyOf(found);
    }
  }

  /** A batch was applied; the versions written, removed or checked, one an operation. */
  record BatchWritten(List<Long> versions) implements Result {
    public BatchWritten {
      versions = List.copyOf(versions);
    }
  }

  /** Nothing of a batch was applied, as a condition did not hold. */
  record BatchRefused(int operation, List<Long> presentVersions) implements Result {
    public BatchRefused {
      presentVersions = List.copyOf(presentVersions);
    }
  }

  /** The condition did not hold and nothing was done. {@code presentVersion} 0: no such key. */
  record ConditionFailed(long presentVersion) implements Result {}

  /** A session's write was refused and nothing was done. */
  record SessionRefused(SessionRefusal refusal, long presentVersion) implements Result {
    public SessionRefused {
      requireNonNull(refusal, "refusal is null");
    }
  }

  /** The write is older than what is remembered: whether it was applied is not known any more. */
  record WriteIdRefused(WriteIdRefusal refusal) implements Result {
    public WriteIdRefused {
      requireNonNull(refusal, "refusal is null");
    }
  }

  /** The sweeper's command removed so many records. */
  record Expired(int records) implements Result {}

  /** Why a session's write was refused. */
  enum SessionRefusal {
    NO_SUCH_SESSION,
    SESSION_ID_TAKEN,
    VERSION_MISMATCH,
    SESSION_TOO_LARGE
  }

  /** Why a write's id was refused. */
  enum WriteIdRefusal {
    FORGOTTEN,
    TOO_OLD
  }
}

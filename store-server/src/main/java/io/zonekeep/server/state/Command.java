package io.zonekeep.server.state;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a write asks of the state. Already validated: a command is within all limits. */
public sealed interface Command {

  /**
   * Writes one key, whole.
   *
   * @param ifVersion the version the key must have, 0 for no such key; empty: any
   * @param ttlMillis 0: it does not expire
   */
  record Put(Key key, Bytes value, OptionalLong ifVersion, long ttlMillis) implements Command {
    public Put {
      requireNonNull(key, "key is null");
      requireNonNull(value, "value is null");
      requireNonNull(ifVersion, "ifVersion is null");
    }
  }

  /** Removes one key. */
  record Delete(Key key, OptionalLong ifVersion) implements Command {
    public Delete {
      requireNonNull(key, "key is null");
      requireNonNull(ifVersion, "ifVersion is null");
    }
  }

  /** Renews the time to live of one key; 0: it does not expire any more. */
  record Touch(Key key, long ttlMillis) implements Command {
    public Touch {
      requireNonNull(key, "key is null");
    }
  }

  /** Some operations on different keys of one namespace, all or none. */
  record Batch(String namespace, List<Operation> operations) implements Command {
    public Batch {
      requireNonNull(namespace, "namespace is null");
      operations = List.copyOf(operations);
    }
  }

  /**
   * Begins a session. {@code maxInactiveMillis} below 0: it never expires; 0: it is over at once.
   */
  record CreateSession(
      SessionKey session,
      long maxInactiveMillis,
      String principal,
      SortedMap<String, Bytes> attributes,
      SessionLimits limits)
      implements Command {
    public CreateSession {
      requireNonNull(session, "session is null");
      requireNonNull(principal, "principal is null");
      requireNonNull(limits, "limits is null");
      attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
    }
  }

  /**
   * Changes and removes attributes of a session, may give it another id, and touches it. {@code
   * maxInactiveMillis} as in {@link CreateSession}.
   */
  record SaveSession(
      SessionKey session,
      SortedMap<String, Bytes> changed,
      List<String> removed,
      OptionalLong maxInactiveMillis,
      Optional<String> principal,
      OptionalLong ifVersion,
      Optional<String> newId,
      SessionLimits limits)
      implements Command {
    public SaveSession {
      requireNonNull(session, "session is null");
      requireNonNull(maxInactiveMillis, "maxInactiveMillis is null");
      requireNonNull(principal, "principal is null");
      requireNonNull(ifVersion, "ifVersion is null");
      requireNonNull(newId, "newId is null");
      requireNonNull(limits, "limits is null");
      changed = Collections.unmodifiableSortedMap(new TreeMap<>(changed));
      removed = List.copyOf(removed);
    }
  }

  /** Touches sessions; those that are not there are passed over. */
  record TouchSessions(List<SessionKey> sessions) implements Command {
    public TouchSessions {
      sessions = List.copyOf(sessions);
    }
  }

  /** Gives a session another id. */
  record ChangeSessionId(SessionKey session, String newId) implements Command {
    public ChangeSessionId {
      requireNonNull(session, "session is null");
      requireNonNull(newId, "newId is null");
    }
  }

  /** Ends a session. */
  record DeleteSession(SessionKey session) implements Command {
    public DeleteSession {
      requireNonNull(session, "session is null");
    }
  }

  /**
   * Looks at records that may be due, and removes those that are. Sent by the primary's sweeper.
   */
  record Expire(List<DueHint> hints) implements Command {
    public Expire {
      hints = List.copyOf(hints);
    }
  }

  /** One operation of a {@link Batch}; {@code key} is within the batch's namespace. */
  sealed interface Operation {
    Bytes key();

    /** As {@link Command.Put}. */
    record Put(Bytes key, Bytes value, OptionalLong ifVersion, long ttlMillis)
        implements Operation {}

    /** As {@link Command.Delete}. */
    record Delete(Bytes key, OptionalLong ifVersion) implements Operation {}

    /** Does nothing but require a version; 0: no such key. */
    record Check(Bytes key, long ifVersion) implements Operation {}
  }
}

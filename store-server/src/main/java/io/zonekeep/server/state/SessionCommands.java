package io.zonekeep.server.state;

import io.zonekeep.server.state.Result.SessionRefusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;

/** What the commands on sessions do to the state. Used by the applying thread, for one entry. */
final class SessionCommands {
  private final Draft draft;
  private final Expiry expiry;
  private final FeedDraft feed;

  SessionCommands(Draft draft, Expiry expiry, FeedDraft feed) {
    this.draft = draft;
    this.expiry = expiry;
    this.feed = feed;
  }

  Result create(Command.CreateSession create) {
    Bytes row = SessionRows.header(create.session());
    Optional<SessionHeader> present = header(row);
    if (present.isPresent()) {
      return refused(SessionRefusal.SESSION_ID_TAKEN, present.get().version());
    }
    AttributeChanges changes = new AttributeChanges(draft, row);
    create.attributes().forEach(changes::add);
    if (!changes.within(create.limits())) {
      return refused(SessionRefusal.SESSION_TOO_LARGE, 0);
    }
    SessionHeader header =
        new SessionHeader(
            draft.nextVersion(),
            draft.wallMillis(),
            draft.wallMillis(),
            draft.storeTimeMillis(),
            SessionHeader.life(create.maxInactiveMillis()),
            create.principal(),
            changes.count(),
            changes.bytes());
    changes.apply();
    write(row, OptionalLong.empty(), header);
    index(create.session(), header.principal());
    feed.sessionCreated(row, header.principal());
    endIfOver(row, header);
    return new Result.Written(header.version());
  }

  Result save(Command.SaveSession save) {
    Bytes row = SessionRows.header(save.session());
    Optional<SessionHeader> present = header(row);
    if (present.isEmpty()) {
      return refused(SessionRefusal.NO_SUCH_SESSION, 0);
    }
    SessionHeader before = present.get();
    if (save.ifVersion().orElse(before.version()) != before.version()) {
      return refused(SessionRefusal.VERSION_MISMATCH, before.version());
    }
    SessionKey target =
        new SessionKey(save.session().namespace(), save.newId().orElse(save.session().id()));
    Optional<SessionHeader> taken = otherThan(save.session(), target);
    if (taken.isPresent()) {
      return refused(SessionRefusal.SESSION_ID_TAKEN, taken.get().version());
    }
    AttributeChanges changes =
        new AttributeChanges(draft, row, before.attributes(), before.attributeBytes());
    save.removed().forEach(changes::remove);
    save.changed().forEach(changes::put);
    if (!changes.within(save.limits())) {
      return refused(SessionRefusal.SESSION_TOO_LARGE, before.version());
    }
    SessionHeader after =
        new SessionHeader(
            draft.nextVersion(),
            before.createdWallMillis(),
            draft.wallMillis(),
            draft.storeTimeMillis(),
            SessionHeader.life(save.maxInactiveMillis().orElse(before.maxInactiveMillis())),
            save.principal().orElse(before.principal()),
            changes.count(),
            changes.bytes());
    changes.apply();
    write(row, before.dueMillis(), after);
    if (!after.principal().equals(before.principal())) {
      unindex(save.session(), before.principal());
      index(save.session(), after.principal());
    }
    Bytes targetRow = SessionRows.header(target);
    if (!target.equals(save.session())) {
      move(save.session(), row, target, targetRow, after);
    }
    endIfOver(targetRow, after);
    return new Result.Written(after.version());
  }

  /** What has the id that a session is to get, other than itself. */
  private Optional<SessionHeader> otherThan(SessionKey session, SessionKey target) {
    return target.equals(session) ? Optional.empty() : header(SessionRows.header(target));
  }

  /** Writes no hint: a due time that only grows has one that is early enough. */
  Result touch(Command.TouchSessions touch) {
    List<Boolean> found = new ArrayList<>(touch.sessions().size());
    for (SessionKey session : touch.sessions()) {
      Bytes row = SessionRows.header(session);
      Optional<SessionHeader> present = header(row);
      present.ifPresent(header -> put(row, touched(header)));
      found.add(present.isPresent());
    }
    return new Result.SessionsTouched(found);
  }

  /** Touches too: whoever changes the id uses the session, and P6 counts from the last write. */
  Result changeId(Command.ChangeSessionId change) {
    SessionKey target = new SessionKey(change.session().namespace(), change.newId());
    Bytes row = SessionRows.header(change.session());
    Bytes targetRow = SessionRows.header(target);
    Optional<SessionHeader> present = header(row);
    if (present.isEmpty()) {
      return refused(SessionRefusal.NO_SUCH_SESSION, 0);
    }
    Optional<SessionHeader> taken = otherThan(change.session(), target);
    if (taken.isPresent()) {
      return refused(SessionRefusal.SESSION_ID_TAKEN, taken.get().version());
    }
    SessionHeader header = touched(present.get()).withVersion(draft.nextVersion());
    if (target.equals(change.session())) {
      put(row, header);
    } else {
      move(change.session(), row, target, targetRow, header);
    }
    return new Result.Written(header.version());
  }

  Result delete(Command.DeleteSession delete) {
    Bytes row = SessionRows.header(delete.session());
    Optional<SessionHeader> present = header(row);
    present.ifPresent(header -> end(row, header, false));
    return new Result.Deleted(present.isPresent(), draft.nextVersion());
  }

  /** Its inactive time is over. */
  void expire(Bytes row) {
    header(row).ifPresent(header -> end(row, header, true));
  }

  /** An inactive time of zero is over at once. */
  private void endIfOver(Bytes row, SessionHeader header) {
    if (header.maxInactiveMillis() == 0) {
      draft.nextVersion();
      end(row, header, true);
    }
  }

  /** Removes all rows of the session that {@code row} is the header of, and tells the feed. */
  private void end(Bytes row, SessionHeader header, boolean expired) {
    SessionKey session = SessionRows.session(row);
    NavigableMap<Bytes, Bytes> rows = draft.rows(Table.SESSIONS, row);
    Optional<Session> last =
        feed.keepsLastState(header.attributeBytes())
            ? Optional.of(header.session(session.id(), SessionRows.attributes(row, rows)))
            : Optional.empty();
    feed.sessionEnded(row, header.principal(), expired, last);
    unindex(session, header.principal());
    rows.keySet().forEach(each -> draft.delete(Table.SESSIONS, each));
  }

  private void move(
      SessionKey source, Bytes row, SessionKey target, Bytes targetRow, SessionHeader header) {
    NavigableMap<Bytes, Bytes> rows = draft.rows(Table.SESSIONS, row);
    for (Map.Entry<Bytes, Bytes> each : rows.entrySet()) {
      draft.delete(Table.SESSIONS, each.getKey());
      draft.put(Table.SESSIONS, SessionRows.moved(row, each.getKey(), targetRow), each.getValue());
    }
    feed.sessionIdChanged(targetRow, source.id(), header.principal());
    unindex(source, header.principal());
    write(targetRow, OptionalLong.empty(), header);
    index(target, header.principal());
  }

  private SessionHeader touched(SessionHeader header) {
    return header.touched(draft.storeTimeMillis(), draft.wallMillis());
  }

  private void write(Bytes row, OptionalLong dueBefore, SessionHeader header) {
    expiry.hint(Table.SESSIONS, row, dueBefore, header.dueMillis());
    put(row, header);
  }

  private void put(Bytes row, SessionHeader header) {
    draft.put(Table.SESSIONS, row, SessionRows.encode(header));
  }

  private Optional<SessionHeader> header(Bytes row) {
    return draft.get(Table.SESSIONS, row).map(SessionRows::decode);
  }

  private void index(SessionKey session, String principal) {
    if (!principal.isEmpty()) {
      draft.put(Table.PRINCIPALS, PrincipalRows.row(session, principal), Bytes.EMPTY);
    }
  }

  private void unindex(SessionKey session, String principal) {
    if (!principal.isEmpty()) {
      draft.delete(Table.PRINCIPALS, PrincipalRows.row(session, principal));
    }
  }

  private static Result refused(SessionRefusal refusal, long presentVersion) {
    return new Result.SessionRefused(refusal, presentVersion);
  }
}

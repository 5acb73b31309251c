package io.zonekeep.servlet;

import io.zonekeep.client.NewSession;
import io.zonekeep.client.SessionChange;
import io.zonekeep.client.Sessions;
import io.zonekeep.client.ZonekeepException;
import io.zonekeep.client.ZonekeepException.Reason;
import jakarta.servlet.ServletContext;
import java.security.Principal;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of one application in the store, and all that its requests share. Safe for many
 * threads.
 */
final class AppSessions {
  private final Sessions store;
  private final ServletContext context;
  private final FilterSettings settings;
  private final AttributeCodec codec;
  private final SessionListeners listeners;
  private final SessionIds ids = new SessionIds();
  private final OncePerCause reports = new OncePerCause();

  AppSessions(
      Sessions store,
      ServletContext context,
      FilterSettings settings,
      AttributeCodec codec,
      SessionListeners listeners) {
    this.store = store;
    this.context = context;
    this.settings = settings;
    this.codec = codec;
    this.listeners = listeners;
  }

  StoredSession begin() {
    StoredSession session = StoredSession.fresh(this, ids.next(), settings.maxInactive());
    listeners.created(session);
    return session;
  }

  String nextId() {
    return ids.next();
  }

  /** Reads a session, which also renews its life. */
  Optional<StoredSession> load(String id) {
    return asked(() -> store.load(id)).map(loaded -> StoredSession.loaded(this, loaded));
  }

  void create(StoredSession session, SessionDelta all) {
    String id = session.getId();
    asked(() ->
        store.create(
            new NewSession(
                id,
                session.maxInactive(),
                all.principal().filter(name -> !name.isEmpty()),
                all.changed())));
    session.storedAs(id);
    session.saved(all);
  }

  /**
   * One atomic write of what was changed, the id too. Returns false, and changes nothing, if the
   * session has ended: a save never brings one back.
   */
  boolean save(StoredSession session, String storedId, SessionDelta delta) {
    String id = session.getId();
    SessionChange.Builder change = delta.toChange();
    if (!id.equals(storedId)) {
      change.newId(id);
    }
    return unlessEnded(() -> {
      store.save(storedId, change.build());
      session.storedAs(id);
      session.saved(delta);
    });
  }

  void delete(String storedId) {
    asked(() -> store.delete(storedId));
  }

  ServletContext context() {
    return context;
  }

  AttributeCodec codec() {
    return codec;
  }

  SessionListeners listeners() {
    return listeners;
  }

  OncePerCause reports() {
    return reports;
  }

  Optional<String> principalAttribute() {
    return settings.principalAttribute();
  }

  /** The empty string: nobody. */
  static String principalName(@Nullable Object value) {
    if (value == null) {
      return "";
    }
    return value instanceof Principal principal
        ? Optional.ofNullable(principal.getName()).orElse("")
        : value.toString();
  }

  private boolean unlessEnded(Runnable call) {
    return asked(() -> {
      try {
        call.run();
        return true;
      } catch (ZonekeepException e) {
        if (e.reason() == Reason.NO_SUCH_SESSION) {
          return false;
        }
        throw e;
      }
    });
  }

  /** The application is at fault, or the store: they get different exceptions. */
  private static <T> T asked(Supplier<T> call) {
    try {
      return call.get();
    } catch (ZonekeepException e) {
      if (e.reason() == Reason.INVALID_ARGUMENT || e.reason() == Reason.SESSION_TOO_LARGE) {
        throw new IllegalStateException("the session cannot be saved: " + e.getMessage(), e);
      }
      throw new SessionStoreException(e);
    }
  }
}

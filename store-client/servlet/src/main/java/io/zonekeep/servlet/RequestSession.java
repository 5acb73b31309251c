package io.zonekeep.servlet;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.security.Principal;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What one request has to do with its session, through all its dispatches: it is read when first
 * asked for, and saved before the response is committed and once more at the end. Safe for the
 * threads of its request.
 *
 * <p>States: not asked for, then none or one session; a session that was invalidated makes way for
 * none. After a failure of the store there is nothing but that failure.
 */
final class RequestSession {
  private static final String NONE = "";

  private final AppSessions app;
  private final SessionCookie cookie;

  /** The container's own, which the application's wrappers do not reach. */
  private final HttpServletRequest request;

  private final HttpServletResponse response;
  private final List<String> candidates;

  /** Held while the store is asked; a lock and no monitor, which would hold a carrier thread. */
  private final ReentrantLock turn = new ReentrantLock();

  private boolean looked;
  private volatile Optional<String> loadedId = Optional.empty();
  private @Nullable StoredSession session;
  private boolean ended;

  /** The id in the cookie that the response has; the empty string: one that clears it. */
  private volatile Optional<String> cookieSent = Optional.empty();

  private volatile @Nullable RuntimeException failure;
  private volatile boolean inPass;
  private volatile boolean async;

  RequestSession(
      AppSessions app,
      SessionCookie cookie,
      HttpServletRequest request,
      HttpServletResponse response) {
    this.app = app;
    this.cookie = cookie;
    this.request = request;
    this.response = response;
    this.candidates = cookie.read(request);
  }

  /** The session of this request; null if there is none and none is to be begun. */
  @Nullable StoredSession get(boolean create) {
    turn.lock();
    try {
      return begun(create);
    } finally {
      turn.unlock();
    }
  }

  private @Nullable StoredSession begun(boolean create) {
    StoredSession present = present();
    if (present != null || !create) {
      return present;
    }
    if (response.isCommitted()) {
      throw new IllegalStateException(
          "a session cannot begin when the response is committed: its cookie cannot be sent");
    }
    session = app.begin();
    return session;
  }

  /** Gives the session a new id and returns it. */
  String changeId() {
    StoredSession present = get(false);
    if (present == null) {
      throw new IllegalStateException("there is no session whose id could change");
    }
    if (response.isCommitted()) {
      throw new IllegalStateException(
          "the session's id cannot change when the response is committed: no cookie can be sent");
    }
    present.changeId(app.nextId());
    return present.getId();
  }

  /** What the client named; it never becomes a session's id unless the store knows it. */
  Optional<String> requestedId() {
    return loadedId.or(() -> candidates.stream().findFirst());
  }

  boolean requestedIdValid() {
    StoredSession present = get(false);
    return present != null && !present.isNew();
  }

  /**
   * Brings the store up to what the request has changed: nothing if it has changed nothing.
   *
   * @throws SessionStoreException if the store does not answer; the same again at every later call
   */
  void save() {
    turn.lock();
    try {
      rethrowFailure();
      bringUpToDate();
    } catch (RuntimeException e) {
      failure = e;
      throw e;
    } finally {
      turn.unlock();
    }
  }

  private void bringUpToDate() {
    StoredSession present = session;
    if (present == null || !present.isValid()) {
      forget();
    } else if (present.storedId().isEmpty()) {
      create(present);
    } else {
      update(present, present.storedId().get());
    }
  }

  /** The application has emptied the response; what it must not lose is put back. */
  void responseWasReset() {
    cookieSent.ifPresent(this::sendCookie);
  }

  Optional<RuntimeException> failure() {
    return Optional.ofNullable(failure);
  }

  /** The container's own response, in which a failure can be told. */
  HttpServletResponse response() {
    return response;
  }

  void beginPass() {
    inPass = true;
    async = false;
  }

  /** Returns whether this was the last pass as far as anybody can tell. */
  boolean endPass() {
    inPass = false;
    return !async;
  }

  /** Whether the filter is on the stack already: a forward or an include. */
  boolean inPass() {
    return inPass;
  }

  boolean isAsync() {
    return async;
  }

  void asyncStarted() {
    async = true;
  }

  private @Nullable StoredSession present() {
    rethrowFailure();
    if (!looked) {
      looked = true;
      load();
    }
    if (session != null && !session.isValid()) {
      ended |= session.storedId().isPresent();
      session = null;
    }
    return session;
  }

  private void load() {
    try {
      for (String candidate : candidates) {
        Optional<StoredSession> loaded = app.load(candidate);
        if (loaded.isPresent()) {
          session = loaded.get();
          loadedId = Optional.of(candidate);
          return;
        }
      }
    } catch (SessionStoreException e) {
      failure = e;
      throw e;
    }
  }

  /**
   * Only a session that this request ended takes its cookie along. One that was not found may be
   * about to get a new id from a request beside this one, whose cookie must stay.
   */
  private void forget() {
    if (session != null) {
      ended |= session.storedId().isPresent();
      session = null;
    }
    if (ended && !response.isCommitted()) {
      sendCookie(NONE);
    }
    ended = false;
  }

  private void create(StoredSession fresh) {
    if (response.isCommitted()) {
      throw new IllegalStateException(
          "a session began, and the response went out before it could be saved");
    }
    app.create(fresh, fresh.delta(user()));
    ended = false;
    sendCookie(fresh.getId());
  }

  private void update(StoredSession present, String storedId) {
    SessionDelta delta = present.delta(user());
    boolean newId = !present.getId().equals(storedId);
    if (delta.isEmpty() && !newId) {
      return;
    }
    if (app.save(present, storedId, delta) && newId) {
      sendCookie(present.getId());
    }
  }

  private void sendCookie(String id) {
    cookieSent = Optional.of(id);
    if (id.equals(NONE)) {
      cookie.clear(request, response);
    } else {
      cookie.write(request, response, id);
    }
  }

  private Optional<String> user() {
    return Optional.ofNullable(request.getUserPrincipal()).map(Principal::getName);
  }

  private void rethrowFailure() {
    RuntimeException known = failure;
    if (known != null) {
      throw known;
    }
  }
}

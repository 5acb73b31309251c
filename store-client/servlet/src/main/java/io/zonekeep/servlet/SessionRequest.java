package io.zonekeep.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;

/** The request as the application sees it: its session is ours. */
final class SessionRequest extends HttpServletRequestWrapper {
  private final RequestSession state;
  private final ServletResponse response;

  SessionRequest(HttpServletRequest request, ServletResponse response, RequestSession state) {
    super(request);
    this.response = response;
    this.state = state;
  }

  @Override
  public HttpSession getSession() {
    HttpSession session = getSession(true);
    if (session == null) {
      throw new IllegalStateException("no session was begun");
    }
    return session;
  }

  @Override
  public @Nullable HttpSession getSession(boolean create) {
    return state.get(create);
  }

  @Override
  public String changeSessionId() {
    return state.changeId();
  }

  @Override
  public @Nullable String getRequestedSessionId() {
    return state.requestedId().orElse(null);
  }

  @Override
  public boolean isRequestedSessionIdValid() {
    return state.requestedIdValid();
  }

  @Override
  public boolean isRequestedSessionIdFromCookie() {
    return state.requestedId().isPresent();
  }

  @Override
  public boolean isRequestedSessionIdFromURL() {
    return false;
  }

  /** With this request and its response, so that what is written later is noticed too. */
  @Override
  public AsyncContext startAsync() {
    return startAsync(this, response);
  }

  @Override
  public AsyncContext startAsync(ServletRequest asyncRequest, ServletResponse asyncResponse) {
    AsyncContext context = super.startAsync(asyncRequest, asyncResponse);
    state.asyncStarted();
    return SavingAsyncContext.started(context, state);
  }

  @Override
  public AsyncContext getAsyncContext() {
    return new SavingAsyncContext(super.getAsyncContext(), state);
  }
}

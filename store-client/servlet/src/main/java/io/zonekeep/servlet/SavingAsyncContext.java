package io.zonekeep.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;

/** Saves the session before an asynchronous request completes. */
final class SavingAsyncContext implements AsyncContext {
  private final AsyncContext context;
  private final RequestSession state;

  SavingAsyncContext(AsyncContext context, RequestSession state) {
    this.context = context;
    this.state = state;
  }

  /** Also sees to a request that ends without {@link #complete}: by its time-out or an error. */
  static SavingAsyncContext started(AsyncContext context, RequestSession state) {
    context.addListener(new LastChance(state));
    return new SavingAsyncContext(context, state);
  }

  @Override
  public void complete() {
    try {
      state.save();
    } catch (RuntimeException e) {
      Unavailable.answer(e, state.response());
    } finally {
      context.complete();
    }
  }

  @Override
  public ServletRequest getRequest() {
    return context.getRequest();
  }

  @Override
  public ServletResponse getResponse() {
    return context.getResponse();
  }

  @Override
  public boolean hasOriginalRequestAndResponse() {
    return context.hasOriginalRequestAndResponse();
  }

  @Override
  public void dispatch() {
    context.dispatch();
  }

  @Override
  public void dispatch(String path) {
    context.dispatch(path);
  }

  @Override
  public void dispatch(ServletContext other, String path) {
    context.dispatch(other, path);
  }

  @Override
  public void start(Runnable run) {
    context.start(run);
  }

  @Override
  public void addListener(AsyncListener listener) {
    context.addListener(listener);
  }

  @Override
  public void addListener(
      AsyncListener listener, ServletRequest request, ServletResponse response) {
    context.addListener(listener, request, response);
  }

  @Override
  public <T extends AsyncListener> T createListener(Class<T> type) throws ServletException {
    return context.createListener(type);
  }

  @Override
  public void setTimeout(long timeout) {
    context.setTimeout(timeout);
  }

  @Override
  public long getTimeout() {
    return context.getTimeout();
  }

  private record LastChance(RequestSession state) implements AsyncListener {
    @Override
    public void onComplete(AsyncEvent event) {
      try {
        state.save();
      } catch (RuntimeException e) {
        Unavailable.answer(e, state.response());
      }
    }

    @Override
    public void onTimeout(AsyncEvent event) {}

    @Override
    public void onError(AsyncEvent event) {}

    /** The container drops listeners when a new cycle starts; it gets a new one then. */
    @Override
    public void onStartAsync(AsyncEvent event) {}
  }
}

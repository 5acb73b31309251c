package io.zonekeep.servlet;

import io.zonekeep.client.Zonekeep;
import io.zonekeep.client.ZonekeepBuilder;
import io.zonekeep.client.ZonekeepClient;
import io.zonekeep.client.ZonekeepException;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Gives every request a session that lives in the store, in place of the container's. It stands
 * first in the chain, mapped to all paths and to the dispatches REQUEST, FORWARD, ASYNC and ERROR;
 * settings are init-params, context-params or environment variables. Safe for many threads.
 *
 * <p>A session is read, and its life renewed, when the application first asks for it, and saved
 * before the response is committed: one read, and one write if something has changed. When the
 * store does not answer in time, the client gets 503 with Retry-After.
 */
public final class ZonekeepFilter implements Filter {
  private static final String STATE = "io.zonekeep.servlet.request:";

  private @Nullable Ready ready;

  /** What {@link #init} makes. */
  private record Ready(
      ZonekeepClient client, AppSessions app, SessionCookie cookie, String stateName) {}

  /**
   * Connects; does not wait for the store.
   *
   * @throws SettingException if a setting is missing or wrong
   */
  @Override
  public void init(FilterConfig config) {
    ServletContext context = config.getServletContext();
    ClassLoader loader = applicationLoader(context);
    FilterSettings settings =
        FilterSettings.read(
            new SettingSource(Optional.of(config), context, System::getenv),
            context.getContextPath(),
            context.getSessionTimeout());
    AttributeCodec codec = new AttributeCodec(AllowList.of(settings.allow()), loader);
    SessionListeners listeners = SessionListeners.of(settings.listeners(), context, loader);
    ZonekeepClient client = connect(settings);
    ready =
        new Ready(
            client,
            new AppSessions(
                client.sessions(settings.namespace()), context, settings, codec, listeners),
            new SessionCookie(settings.cookie()),
            STATE + context.getContextPath());
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    Ready now = ready;
    if (now == null) {
      throw new IllegalStateException("the filter was not initialized");
    }
    if (!(request instanceof HttpServletRequest http)
        || !(response instanceof HttpServletResponse httpResponse)) {
      chain.doFilter(request, response);
      return;
    }
    RequestSession state = (RequestSession) http.getAttribute(now.stateName);
    if (state == null) {
      state = new RequestSession(now.app, now.cookie, http, httpResponse);
      http.setAttribute(now.stateName, state);
    }
    if (state.inPass()) {
      chain.doFilter(request, response);
      forwarded(http, state);
      return;
    }
    pass(http, httpResponse, state, chain);
  }

  @Override
  public void destroy() {
    if (ready != null) {
      ready.client.close();
    }
  }

  /** A request makes one pass, or more when it is dispatched anew by an error or asynchronously. */
  private static void pass(
      HttpServletRequest request,
      HttpServletResponse response,
      RequestSession state,
      FilterChain chain)
      throws IOException, ServletException {
    boolean failedBefore = state.failure().isPresent();
    SessionResponse ours = new SessionResponse(response, state);
    state.beginPass();
    Optional<Throwable> thrown = Optional.empty();
    try {
      chain.doFilter(new SessionRequest(request, ours, state), ours);
    } catch (IOException | ServletException | RuntimeException | Error e) {
      thrown = Optional.of(e);
    }
    boolean last = state.endPass();
    Optional<RuntimeException> failure = last ? saved(state) : Optional.empty();
    // An error page that follows a failure stands as it is.
    if (failure.isPresent() && !failedBefore) {
      answer(failure.get(), response);
    } else if (thrown.isPresent()) {
      rethrow(thrown.get());
    }
  }

  /** A container may close the response when a forward ends: Tomcat takes no cookies from then. */
  private static void forwarded(HttpServletRequest request, RequestSession state) {
    if (request.getDispatcherType() == DispatcherType.FORWARD && !state.isAsync()) {
      state.save();
    }
  }

  /** Saves, also after the application has failed: what it changed before stays changed. */
  private static Optional<RuntimeException> saved(RequestSession state) {
    if (state.failure().isEmpty()) {
      try {
        state.save();
      } catch (RuntimeException e) {
        return Optional.of(e);
      }
    }
    return state.failure();
  }

  /** A response that has begun is broken off: the client must not take it for a whole one. */
  private static void answer(RuntimeException failure, HttpServletResponse response) {
    boolean begun = response.isCommitted();
    Unavailable.answer(failure, response);
    if (begun) {
      throw failure;
    }
  }

  private static void rethrow(Throwable thrown) throws IOException, ServletException {
    if (thrown instanceof IOException io) {
      throw io;
    }
    if (thrown instanceof ServletException servlet) {
      throw servlet;
    }
    if (thrown instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) thrown;
  }

  /** An embedded container may have no loader of its own for the application. */
  private static ClassLoader applicationLoader(ServletContext context) {
    ClassLoader loader = context.getClassLoader();
    return loader == null ? ZonekeepFilter.class.getClassLoader() : loader;
  }

  private static ZonekeepClient connect(FilterSettings settings) {
    try {
      ZonekeepBuilder builder = Zonekeep.builder(settings.target());
      builder.clientName("zonekeep-servlet").callTimeout(settings.callTimeout());
      return builder.build();
    } catch (ZonekeepException e) {
      throw new SettingException(FilterSettings.TARGET, String.valueOf(e.getMessage()));
    }
  }
}

package io.zonekeep.spring.session;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.session.web.http.SessionRepositoryFilter;

/**
 * Keeps a request at one read: stands before Spring Session's filter, which looks a session up
 * again when the response was committed before the request's end. Without it the same is done with
 * one more read.
 */
public final class SessionRequestFilter implements Filter, Ordered {
  private final RequestMemory memory;

  public SessionRequestFilter(ZonekeepSessionRepository repository) {
    memory = repository.memory();
  }

  @Override
  public int getOrder() {
    return SessionRepositoryFilter.DEFAULT_ORDER - 1;
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    boolean opened = memory.open();
    try {
      chain.doFilter(request, response);
    } finally {
      if (opened) {
        memory.close();
      }
    }
  }
}

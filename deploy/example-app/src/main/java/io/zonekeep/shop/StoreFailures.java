package io.zonekeep.shop;

import io.zonekeep.client.ZonekeepException;
import io.zonekeep.spring.session.SessionGoneException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Answers 503 when a session could be neither read nor written, and leads to the login when it was
 * ended elsewhere while this request was at work. It stands before the session's own filter, which
 * is where sessions are saved.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class StoreFailures extends OncePerRequestFilter {
  private static final Logger log = LoggerFactory.getLogger(StoreFailures.class);
  private static final String SECONDS = "1";

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain rest)
      throws ServletException, IOException {
    try {
      rest.doFilter(request, response);
    } catch (ZonekeepException e) {
      log.warn("{} {}: {}", request.getMethod(), request.getRequestURI(), e.toString());
      begin(response, e);
      response.setHeader(HttpHeaders.RETRY_AFTER, SECONDS);
      response.sendError(
          HttpStatus.SERVICE_UNAVAILABLE.value(), "the store of sessions does not answer");
    } catch (SessionGoneException e) {
      begin(response, e);
      response.sendRedirect("/login?gone");
    }
  }

  /** Takes back what was answered so far, where it has not been sent. */
  private static void begin(HttpServletResponse response, RuntimeException why) {
    if (response.isCommitted()) {
      throw why;
    }
    response.reset();
  }
}

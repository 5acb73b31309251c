package io.zonekeep.servlet;

import jakarta.servlet.Servlet;
import java.util.Map;

/** A servlet container with one application in it, as an operator would start it. */
interface AppServer extends AutoCloseable {
  /** {@code http://127.0.0.1:PORT/shop}. */
  String url();

  @Override
  void close();

  /** Starts such a server. */
  interface Kind {
    /**
     * Deploys one servlet for all paths; the filter comes by its initializer.
     *
     * @param contextParameters with their prefix {@code zonekeep.}
     */
    AppServer start(Servlet servlet, Map<String, String> contextParameters);
  }
}

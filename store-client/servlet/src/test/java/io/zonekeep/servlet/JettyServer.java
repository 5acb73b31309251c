package io.zonekeep.servlet;

import jakarta.servlet.Servlet;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import org.eclipse.jetty.ee11.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.ee11.webapp.WebAppContext;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** Jetty. */
final class JettyServer implements AppServer {
  private final Server server;

  private JettyServer(Server server) {
    this.server = server;
  }

  static AppServer start(Servlet servlet, Map<String, String> contextParameters) {
    ServletContextHandler context = new ServletContextHandler("/shop");
    contextParameters.forEach(context::setInitParameter);
    context.addServletContainerInitializer(new ZonekeepInitializer());
    ServletHolder holder = new ServletHolder(servlet);
    holder.setAsyncSupported(true);
    context.addServlet(holder, "/");
    ErrorPageErrorHandler pages = new ErrorPageErrorHandler();
    pages.addErrorPage(404, "/error-page");
    context.setErrorHandler(pages);
    return started(context);
  }

  /** Deploys a folder with a WEB-INF/web.xml. */
  static AppServer deploy(Path folder) {
    WebAppContext context = new WebAppContext();
    context.setContextPath("/shop");
    context.setBaseResourceAsPath(folder);
    context.setParentLoaderPriority(true);
    context.setThrowUnavailableOnStartupException(true);
    return started(context);
  }

  @Override
  public String url() {
    return "http://127.0.0.1:"
        + ((ServerConnector) server.getConnectors()[0]).getLocalPort()
        + "/shop";
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static AppServer started(ServletContextHandler context) {
    Server server = new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    server.setHandler(context);
    try {
      server.start();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    return new JettyServer(server);
  }
}

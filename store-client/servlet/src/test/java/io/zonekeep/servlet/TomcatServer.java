package io.zonekeep.servlet;

import jakarta.servlet.Servlet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Wrapper;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.ErrorPage;

/** Tomcat. */
final class TomcatServer implements AppServer {
  private final Tomcat tomcat;

  private TomcatServer(Tomcat tomcat) {
    this.tomcat = tomcat;
  }

  static AppServer start(Servlet servlet, Map<String, String> contextParameters) {
    Tomcat tomcat = onLoopback();
    Context context = tomcat.addContext("/shop", null);
    contextParameters.forEach(context::addParameter);
    context.addServletContainerInitializer(new ZonekeepInitializer(), Set.of());
    Wrapper wrapper = Tomcat.addServlet(context, "app", servlet);
    wrapper.setAsyncSupported(true);
    wrapper.addMapping("/");
    ErrorPage page = new ErrorPage();
    page.setErrorCode(404);
    page.setLocation("/error-page");
    context.addErrorPage(page);
    return started(tomcat);
  }

  /** Deploys a folder with a WEB-INF/web.xml, with all that a WAR goes through. */
  static AppServer deploy(Path folder) {
    Tomcat tomcat = onLoopback();
    tomcat.addWebapp("/shop", folder.toString());
    tomcat.addUser("berta", "secret");
    tomcat.addRole("berta", "customer");
    return started(tomcat);
  }

  @Override
  public String url() {
    return "http://127.0.0.1:" + tomcat.getConnector().getLocalPort() + "/shop";
  }

  @Override
  public void close() {
    try {
      tomcat.stop();
      tomcat.destroy();
    } catch (LifecycleException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Tomcat onLoopback() {
    Tomcat tomcat = new Tomcat();
    try {
      Path folder = Files.createTempDirectory("zonekeep-tomcat-");
      folder.toFile().deleteOnExit();
      tomcat.setBaseDir(folder.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    tomcat.setHostname("127.0.0.1");
    tomcat.setPort(0);
    tomcat.getConnector().setProperty("address", "127.0.0.1");
    tomcat.getConnector().setProperty("maxThreads", "8");
    return tomcat;
  }

  private static AppServer started(Tomcat tomcat) {
    try {
      tomcat.start();
    } catch (LifecycleException e) {
      throw new IllegalStateException(e);
    }
    return new TomcatServer(tomcat);
  }
}

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
import org.apache.catalina.startup.ExpandWar;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.ErrorPage;

/** Tomcat. */
final class TomcatServer implements AppServer {
  private final Tomcat tomcat;
  private final Path folder;

  private TomcatServer(Tomcat tomcat, Path folder) {
    this.tomcat = tomcat;
    this.folder = folder;
  }

  static AppServer start(Servlet servlet, Map<String, String> contextParameters) {
    Path folder = workFolder();
    Tomcat tomcat = onLoopback(folder);
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
    return started(tomcat, folder);
  }

  /** Deploys a folder with a WEB-INF/web.xml, with all that a WAR goes through. */
  static AppServer deploy(Path application) {
    Path folder = workFolder();
    Tomcat tomcat = onLoopback(folder);
    tomcat.addWebapp("/shop", application.toString());
    tomcat.addUser("berta", "secret");
    tomcat.addRole("berta", "customer");
    return started(tomcat, folder);
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
    ExpandWar.delete(folder.toFile());
  }

  private static Path workFolder() {
    try {
      return Files.createTempDirectory("zonekeep-tomcat-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Tomcat onLoopback(Path folder) {
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(folder.toString());
    tomcat.setHostname("127.0.0.1");
    tomcat.setPort(0);
    tomcat.getConnector().setProperty("address", "127.0.0.1");
    tomcat.getConnector().setProperty("maxThreads", "8");
    return tomcat;
  }

  private static AppServer started(Tomcat tomcat, Path folder) {
    try {
      tomcat.start();
    } catch (LifecycleException e) {
      throw new IllegalStateException(e);
    }
    return new TomcatServer(tomcat, folder);
  }
}

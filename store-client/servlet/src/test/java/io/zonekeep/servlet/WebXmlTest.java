package io.zonekeep.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeep.client.Zonekeep;
import io.zonekeep.client.ZonekeepClient;
import io.zonekeep.server.EmbeddedStore;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Applications as they are deployed: a folder with a web.xml, which knows no class of ours. */
final class WebXmlTest {
  private static final String BY_CONTEXT_PARAMETERS =
      """
      <context-param><param-name>zonekeep.target</param-name><param-value>%s</param-value></context-param>
      <context-param><param-name>zonekeep.namespace</param-name><param-value>web-xml</param-value></context-param>
      """;
  private static final String BY_FILTER =
      """
      <filter>
        <filter-name>sessions</filter-name>
        <filter-class>io.zonekeep.servlet.ZonekeepFilter</filter-class>
        <async-supported>true</async-supported>
        <init-param><param-name>target</param-name><param-value>%s</param-value></init-param>
        <init-param><param-name>namespace</param-name><param-value>web-xml</param-value></init-param>
        <init-param><param-name>cookie.name</param-name><param-value>SID</param-value></init-param>
      </filter>
      <filter-mapping>
        <filter-name>sessions</filter-name>
        <url-pattern>/*</url-pattern>
        <dispatcher>REQUEST</dispatcher>
        <dispatcher>ASYNC</dispatcher>
        <dispatcher>ERROR</dispatcher>
        <dispatcher>FORWARD</dispatcher>
      </filter-mapping>
      """;
  private static final String LOG_IN =
      """
      <security-constraint>
        <web-resource-collection><web-resource-name>all</web-resource-name><url-pattern>/*</url-pattern></web-resource-collection>
        <auth-constraint><role-name>customer</role-name></auth-constraint>
      </security-constraint>
      <login-config><auth-method>BASIC</auth-method></login-config>
      <security-role><role-name>customer</role-name></security-role>
      """;
  private static EmbeddedStore store;

  @TempDir Path folder;

  /** Counts a user's visits. */
  public static final class Visits extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      Integer before = (Integer) request.getSession().getAttribute("visits");
      int visits = before == null ? 1 : before + 1;
      request.getSession().setAttribute("visits", visits);
      response.getWriter().print(visits);
    }
  }

  @BeforeAll
  static void startStore() {
    store = EmbeddedStore.start();
  }

  @AfterAll
  static void closeStore() {
    store.close();
  }

  @Test
  void onTomcatTwoContextParametersAreEnough() throws IOException {
    countsAcrossARestart(TomcatServer::deploy, BY_CONTEXT_PARAMETERS);
  }

  @Test
  void onTomcatTheFilterMayBePlacedByHand() throws IOException {
    countsAcrossARestart(TomcatServer::deploy, BY_FILTER);
  }

  @Test
  void onJettyTheFilterMayBePlacedByHand() throws IOException {
    countsAcrossARestart(JettyServer::deploy, BY_FILTER);
  }

  @Test
  void whomTheContainerKnowsIsThePrincipal() throws IOException {
    writeWebXml(BY_CONTEXT_PARAMETERS + LOG_IN);
    try (AppServer server = TomcatServer.deploy(folder);
        ZonekeepClient client = Zonekeep.connect(store.target())) {
      new Browser("berta", "secret").see(server, "/visits");

      assertThat(client.sessions("web-xml").findByPrincipal("berta")).hasSize(1);
    }
  }

  private void countsAcrossARestart(Function<Path, AppServer> deploy, String configuration)
      throws IOException {
    writeWebXml(configuration);
    Browser browser = new Browser();
    try (AppServer server = deploy.apply(folder)) {
      assertThat(browser.see(server, "/visits")).isEqualTo("1");
      assertThat(browser.see(server, "/visits")).isEqualTo("2");
    }
    try (AppServer server = deploy.apply(folder)) {
      assertThat(browser.see(server, "/visits")).isEqualTo("3");
    }
  }

  private void writeWebXml(String configuration) throws IOException {
    Files.createDirectories(folder.resolve("WEB-INF"));
    Files.writeString(folder.resolve("WEB-INF/web.xml"), webXml(configuration));
  }

  private static String webXml(String configuration) {
    return """
    <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.1">
    %s
      <servlet>
        <servlet-name>visits</servlet-name>
        <servlet-class>%s</servlet-class>
        <async-supported>true</async-supported>
      </servlet>
      <servlet-mapping><servlet-name>visits</servlet-name><url-pattern>/visits</url-pattern></servlet-mapping>
    </web-app>
    """
        .formatted(configuration.formatted(store.target()), Visits.class.getName());
  }
}

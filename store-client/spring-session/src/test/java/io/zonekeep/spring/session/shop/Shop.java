package io.zonekeep.spring.session.shop;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** One running app server on a port of its own. */
public record Shop(ConfigurableApplicationContext context) implements AutoCloseable {
  /** Starts it; settings as {@code key=value}. */
  public static Shop start(Class<?> application, WebApplicationType type, List<String> settings) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "server.port=0",
                "server.address=127.0.0.1",
                "spring.main.banner-mode=off",
                "spring.jmx.enabled=false",
                "management.endpoint.health.show-details=always",
                "management.endpoints.web.exposure.include=health,metrics"));
    all.addAll(settings);
    return new Shop(
        new SpringApplicationBuilder(application)
            .web(type)
            .properties(all.toArray(String[]::new))
            .run());
  }

  public URI page(String path) {
    String port = context.getEnvironment().getRequiredProperty("local.server.port");
    return URI.create("http://127.0.0.1:" + port + path);
  }

  public <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  @Override
  public void close() {
    context.close();
  }

  static String form(Map<String, String> fields) {
    return String.join(
        "&", fields.entrySet().stream().map(f -> f.getKey() + "=" + f.getValue()).toList());
  }
}

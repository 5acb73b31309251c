package io.zonekeep.shop;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Reader;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.View;
import org.springframework.web.servlet.ViewResolver;

/** The pages' templates, each compiled once; Spring Boot's own resolver does at every request. */
@Component
class Pages implements ViewResolver, Ordered {
  private static final String TYPE = MediaType.TEXT_HTML_VALUE + ";charset=UTF-8";

  /**
   * More than any page has. A page is sent whole or not at all: what has begun to arrive when its
   * app is lost, the balancer cannot ask another app for.
   */
  private static final int PAGE_BYTES = 64 * 1024;

  private final Mustache.Compiler compiler;
  private final Mustache.TemplateLoader loader;

  /** By name; the names come from the controllers alone, so they are as many as the files. */
  private final Map<String, View> pages = new ConcurrentHashMap<>();

  Pages(Mustache.Compiler compiler, Mustache.TemplateLoader loader) {
    this.compiler = compiler;
    this.loader = loader;
  }

  @Override
  public @Nullable View resolveViewName(String name, Locale locale) {
    boolean redirects = name.startsWith("redirect:");
    boolean isAnErrorOfItsOwn = name.startsWith("error/");
    return redirects || isAnErrorOfItsOwn ? null : pages.computeIfAbsent(name, this::page);
  }

  /** Before Spring Boot's. */
  @Override
  public int getOrder() {
    return Ordered.HIGHEST_PRECEDENCE;
  }

  private View page(String name) {
    try (Reader text = loader.getTemplate(name)) {
      return new Page(compiler.compile(text));
    } catch (Exception e) {
      throw new IllegalStateException("there is no page " + name, e);
    }
  }

  private record Page(Template template) implements View {
    @Override
    public String getContentType() {
      return TYPE;
    }

    @Override
    public void render(
        @Nullable Map<String, ?> model, HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.setContentType(TYPE);
      response.setBufferSize(PAGE_BYTES);
      template.execute(model, response.getWriter());
    }
  }
}

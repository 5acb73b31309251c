package io.zonekeep.spring.session.shop;

import static org.springframework.security.config.Customizer.withDefaults;

import io.zonekeep.client.Zonekeep;
import io.zonekeep.spring.session.RecordedClient;
import io.zonekeep.spring.session.ZonekeepSession;
import io.zonekeep.spring.session.ZonekeepSessionRepository;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.math.BigDecimal;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.session.events.AbstractSessionEvent;
import org.springframework.session.security.SpringSessionBackedSessionRegistry;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.springframework.web.servlet.view.RedirectView;

/** A shop as its developers would write it: nothing in it knows where sessions are kept. */
@SpringBootApplication(proxyBeanMethods = false)
public class ShopApplication {
  /** What the shop keeps in the session. */
  public record Line(String article, int count, BigDecimal price) {}

  /** Counts calls on the wire; another shop leaves this to the auto-configuration. */
  @Bean
  RecordedClient zonekeepClient(@Value("${spring.session.zonekeep.target}") String target) {
    return new RecordedClient(Zonekeep.connect(target));
  }

  @Bean
  SecurityFilterChain security(
      HttpSecurity http,
      ZonekeepSessionRepository repository,
      @Value("${shop.sessions-max:0}") int sessionsMax) {
    http.csrf(csrf -> csrf.disable())
        .authorizeHttpRequests(requests ->
            requests
                .requestMatchers("/open/**", "/actuator/**", "/error")
                .permitAll()
                .anyRequest()
                .authenticated())
        .formLogin(withDefaults());
    if (sessionsMax > 0) {
      http.sessionManagement(sessions ->
          sessions
              .maximumSessions(sessionsMax)
              .sessionRegistry(
                  new SpringSessionBackedSessionRegistry<ZonekeepSession>(repository)));
    }
    return http.build();
  }

  @Bean
  UserDetailsService users() {
    return new InMemoryUserDetailsManager(
        User.withUsername("berta").password("{noop}secret").roles("USER").build(),
        User.withUsername("carl").password("{noop}secret").roles("USER").disabled(true).build());
  }

  /** Notes the events of sessions. */
  @Component
  public static class Events {
    private final List<AbstractSessionEvent> seen = new CopyOnWriteArrayList<>();

    @EventListener
    void on(AbstractSessionEvent event) {
      seen.add(event);
    }

    public List<AbstractSessionEvent> seen() {
      return List.copyOf(seen);
    }
  }

  /** Its pages. */
  @RestController
  public static class Pages {
    private final ZonekeepSessionRepository repository;

    Pages(ZonekeepSessionRepository repository) {
      this.repository = repository;
    }

    @GetMapping("/me")
    String me(Principal user) {
      return user.getName();
    }

    @GetMapping("/open/cart")
    Object cart(HttpSession session) {
      Object cart = session.getAttribute("cart");
      return cart == null ? List.of() : cart;
    }

    @PostMapping("/open/cart")
    int add(HttpSession session, @RequestParam String article) {
      List<Object> cart = new ArrayList<>();
      if (session.getAttribute("cart") instanceof List<?> before) {
        cart.addAll(before);
      }
      cart.add(new Line(article, 1, new BigDecimal("3.50")));
      session.setAttribute("cart", cart);
      return cart.size();
    }

    @GetMapping("/open/early")
    void early(HttpSession session, HttpServletResponse response) throws IOException {
      Object cart = session.getAttribute("cart");
      response.getOutputStream().print(cart == null ? "empty" : "full");
      response.flushBuffer();
    }

    @GetMapping("/open/nothing")
    String nothing() {
      return "nothing";
    }

    @PostMapping("/open/slow-change")
    String slowChange(HttpSession session) {
      session.setAttribute("changed", "yes");
      repository.deleteById(session.getId());
      return "changed";
    }

    @PostMapping("/open/redirect")
    RedirectView redirect(RedirectAttributes attributes) {
      attributes.addFlashAttribute("message", "thank you");
      return new RedirectView("/open/redirected");
    }

    @GetMapping("/open/redirected")
    String redirected(@ModelAttribute("message") String message) {
      return message;
    }

    @PostMapping("/open/unsafe")
    String unsafe(HttpSession session) {
      session.setAttribute("repository", repository);
      return "stored";
    }
  }
}

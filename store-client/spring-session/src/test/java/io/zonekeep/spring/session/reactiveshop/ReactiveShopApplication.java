package io.zonekeep.spring.session.reactiveshop;

import static org.springframework.security.config.Customizer.withDefaults;

import io.zonekeep.client.Zonekeep;
import io.zonekeep.spring.session.RecordedClient;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.WebSession;
import reactor.core.publisher.Mono;

/** The shop, reactive. */
@SpringBootApplication(proxyBeanMethods = false)
public class ReactiveShopApplication {
  @Bean
  RecordedClient zonekeepClient(@Value("${spring.session.zonekeep.target}") String target) {
    return new RecordedClient(Zonekeep.connect(target));
  }

  @Bean
  SecurityWebFilterChain security(ServerHttpSecurity http) {
    return http.csrf(csrf -> csrf.disable())
        .authorizeExchange(exchanges ->
            exchanges.pathMatchers("/open/**").permitAll().anyExchange().authenticated())
        .formLogin(withDefaults())
        .build();
  }

  @Bean
  MapReactiveUserDetailsService users() {
    return new MapReactiveUserDetailsService(
        User.withUsername("berta").password("{noop}secret").roles("USER").build());
  }

  /** Its pages. */
  @RestController
  public static class Pages {
    @GetMapping("/me")
    Mono<String> me(Principal user) {
      return Mono.just(user.getName());
    }

    @GetMapping("/open/cart")
    Mono<Object> cart(WebSession session) {
      return Mono.just(session.getAttributeOrDefault("cart", new ArrayList<>()));
    }

    @PostMapping("/open/cart")
    Mono<Integer> add(WebSession session) {
      List<Object> cart = new ArrayList<>();
      if (session.getAttribute("cart") instanceof List<?> before) {
        cart.addAll(before);
      }
      cart.add("tea");
      session.getAttributes().put("cart", cart);
      return Mono.just(cart.size());
    }
  }
}

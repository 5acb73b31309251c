package io.zonekeep.shop;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.RequestCacheConfigurer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.csrf.MissingCsrfTokenException;

/** Spring Security as an application has it: form login, CSRF tokens, a new session id at login. */
@Configuration(proxyBeanMethods = false)
class Security {
  @Bean
  SecurityFilterChain filters(HttpSecurity http) {
    return http.authenticationProvider(new LogInByName())
        .authorizeHttpRequests(requests ->
            requests
                .requestMatchers("/login", "/health", "/shop.css", "/error")
                .permitAll()
                .anyRequest()
                .authenticated())
        .formLogin(form ->
            form.loginPage("/login")
                .usernameParameter("name")
                .defaultSuccessUrl("/", true)
                // Spring's own would leave the exception in the session; the page needs only this.
                .failureHandler(
                    (request, response, why) -> response.sendRedirect("/login?refused")))
        .logout(logout -> logout.logoutSuccessUrl("/login?left"))
        // The pages are few: whoever has to log in begins at the catalogue.
        .requestCache(RequestCacheConfigurer::disable)
        .headers(headers ->
            headers.contentSecurityPolicy(policy ->
                policy.policyDirectives(
                    "default-src 'none'; style-src 'self'; img-src data:; form-action 'self';"
                        + " frame-ancestors 'none'")))
        .exceptionHandling(refused -> refused.accessDeniedHandler(Security::refuse))
        .build();
  }

  /**
   * A form whose session is gone, as after a logout in another tab, or a login or logout that was
   * repeated because its answer got lost: log in, rather than an error.
   */
  private static void refuse(
      HttpServletRequest request, HttpServletResponse response, AccessDeniedException why)
      throws IOException {
    if (why instanceof MissingCsrfTokenException) {
      response.sendRedirect("/login?gone");
    } else {
      response.sendError(HttpStatus.FORBIDDEN.value(), "this form is not from a page of this shop");
    }
  }
}

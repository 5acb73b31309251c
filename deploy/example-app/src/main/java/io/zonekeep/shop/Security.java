package io.zonekeep.shop;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.RequestCacheConfigurer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.security.web.csrf.MissingCsrfTokenException;

/** Spring Security as an application has it: form login, CSRF tokens, a new session at login. */
@Configuration(proxyBeanMethods = false)
class Security {
  @Bean
  SecurityFilterChain filters(
      HttpSecurity http, @Value("${server.servlet.session.cookie.secure}") boolean secureCookies) {
    return http.authenticationProvider(new LogInByName())
        .csrf(csrf -> csrf.csrfTokenRepository(tokensInCookies(secureCookies)))
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
   * The token of a form is compared with one in a cookie, not in the session: so whoever only looks
   * at the login has no session yet, and a login or logout that is repeated, because its answer got
   * lost with an app, is as good as the first.
   */
  private static CsrfTokenRepository tokensInCookies(boolean secure) {
    CookieCsrfTokenRepository tokens = new CookieCsrfTokenRepository();
    tokens.setCookieName("SHOP_FORMS");
    tokens.setCookieCustomizer(
        cookie -> cookie.httpOnly(true).secure(secure).sameSite("Lax").path("/"));
    return tokens;
  }

  /** A form without any token, as when the browser's cookies are gone: log in, no error. */
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

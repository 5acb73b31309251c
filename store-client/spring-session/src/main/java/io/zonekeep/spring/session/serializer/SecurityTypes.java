package io.zonekeep.spring.session.serializer;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.ArrayList;
import java.util.List;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.jackson.SecurityJacksonModules;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;
import tools.jackson.databind.module.SimpleModule;

/** What Spring Security keeps in a session. Loaded only where Spring Security is. */
final class SecurityTypes {
  private SecurityTypes() {}

  /** Spring Security's own modules, and the failures of a log-in, which it keeps for its page. */
  static List<JacksonModule> modules(
      ClassLoader classes, BasicPolymorphicTypeValidator.Builder allowed) {
    List<JacksonModule> modules =
        new ArrayList<>(SecurityJacksonModules.getModules(classes, allowed));
    allowed.allowIfSubType(AuthenticationException.class);
    modules.add(
        new SimpleModule("zonekeep-log-in-failures")
            .setMixInAnnotation(AuthenticationException.class, Failure.class));
    return modules;
  }

  /** What is the request's own. */
  abstract static class Failure {
    @JsonIgnore
    abstract Authentication getAuthenticationRequest();
  }
}

package io.zonekeep.servlet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Called by the container when the jar is in the application: puts the filter before all others if
 * a target is set and web.xml does not place the filter itself.
 */
public final class ZonekeepInitializer implements ServletContainerInitializer {
  static final String FILTER_NAME = "zonekeep";

  private static final Logger log = LoggerFactory.getLogger(ZonekeepInitializer.class);

  @Override
  public void onStartup(@Nullable Set<Class<?>> classes, ServletContext context) {
    if (placedByTheApplication(context)) {
      return;
    }
    SettingSource source = new SettingSource(Optional.empty(), context, System::getenv);
    if (source.find(FilterSettings.TARGET).isEmpty()) {
      log.warn(
          "{}: no zonekeep.target is set, so sessions stay in the container",
          context.getContextPath());
      return;
    }
    FilterRegistration.Dynamic filter = context.addFilter(FILTER_NAME, new ZonekeepFilter());
    filter.setAsyncSupported(true);
    filter.addMappingForUrlPatterns(
        EnumSet.of(
            DispatcherType.REQUEST,
            DispatcherType.FORWARD,
            DispatcherType.ASYNC,
            DispatcherType.ERROR),
        false,
        "/*");
  }

  private static boolean placedByTheApplication(ServletContext context) {
    return context.getFilterRegistrations().values().stream()
        .anyMatch(filter -> ZonekeepFilter.class.getName().equals(filter.getClassName()));
  }
}

package io.zonekeep.servlet;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionAttributeListener;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionIdListener;
import jakarta.servlet.http.HttpSessionListener;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EventListener;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells the application's listeners, on the thread of the request. Safe for many threads. */
final class SessionListeners {
  private final List<HttpSessionListener> lives;
  private final List<HttpSessionListener> livesReversed;
  private final List<HttpSessionIdListener> ids;
  private final List<HttpSessionAttributeListener> attributes;

  SessionListeners(List<? extends EventListener> listeners) {
    lives = those(listeners, HttpSessionListener.class);
    List<HttpSessionListener> reversed = new ArrayList<>(lives);
    Collections.reverse(reversed);
    livesReversed = List.copyOf(reversed);
    ids = those(listeners, HttpSessionIdListener.class);
    attributes = those(listeners, HttpSessionAttributeListener.class);
  }

  /**
   * Makes the listeners of these classes, which the container injects into as into its own.
   *
   * @throws SettingException if one is not a listener
   */
  static SessionListeners of(List<String> classNames, ServletContext context, ClassLoader loader) {
    List<EventListener> listeners = new ArrayList<>();
    for (String name : classNames) {
      try {
        Class<?> type = Class.forName(name, true, loader);
        listeners.add(context.createListener(type.asSubclass(EventListener.class)));
      } catch (ClassNotFoundException | ClassCastException | ServletException e) {
        throw new SettingException(
            FilterSettings.LISTENERS, "has " + name + ", which is not a listener's class: " + e);
      }
    }
    return new SessionListeners(listeners);
  }

  void created(HttpSession session) {
    lives.forEach(listener -> listener.sessionCreated(new HttpSessionEvent(session)));
  }

  void destroyed(HttpSession session) {
    livesReversed.forEach(listener -> listener.sessionDestroyed(new HttpSessionEvent(session)));
  }

  void idChanged(HttpSession session, String oldId) {
    ids.forEach(listener -> listener.sessionIdChanged(new HttpSessionEvent(session), oldId));
  }

  /** Before the value can be seen by others. */
  void binding(HttpSession session, String name, Object value) {
    if (value instanceof HttpSessionBindingListener bound) {
      bound.valueBound(new HttpSessionBindingEvent(session, name, value));
    }
  }

  /** After a set; {@code old} is what was there before, if anything. */
  void set(HttpSession session, String name, @Nullable Object old, Object value) {
    if (old == null) {
      HttpSessionBindingEvent added = new HttpSessionBindingEvent(session, name, value);
      attributes.forEach(listener -> listener.attributeAdded(added));
      return;
    }
    HttpSessionBindingEvent replaced = new HttpSessionBindingEvent(session, name, old);
    attributes.forEach(listener -> listener.attributeReplaced(replaced));
  }

  void removed(HttpSession session, String name, Object old) {
    HttpSessionBindingEvent removed = new HttpSessionBindingEvent(session, name, old);
    attributes.forEach(listener -> listener.attributeRemoved(removed));
  }

  /** When the value cannot be seen any more. */
  void unbound(HttpSession session, String name, @Nullable Object old) {
    if (old instanceof HttpSessionBindingListener bound) {
      bound.valueUnbound(new HttpSessionBindingEvent(session, name, old));
    }
  }

  private static <T> List<T> those(List<? extends EventListener> listeners, Class<T> type) {
    return listeners.stream().filter(type::isInstance).map(type::cast).toList();
  }
}

package io.zonekeep.servlet;

import jakarta.servlet.http.HttpSessionAttributeListener;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionIdListener;
import jakarta.servlet.http.HttpSessionListener;
import java.io.Serializable;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An application's listener. */
public final class Heard
    implements HttpSessionListener, HttpSessionAttributeListener, HttpSessionIdListener {
  private static final List<String> heard = new CopyOnWriteArrayList<>();

  /** A value that wants to know when it is in a session. */
  static final class Bound implements HttpSessionBindingListener, Serializable {
    private static final long serialVersionUID = 1;

    @Override
    public void valueBound(HttpSessionBindingEvent event) {
      heard.add("bound " + event.getName());
    }

    @Override
    public void valueUnbound(HttpSessionBindingEvent event) {
      heard.add("unbound " + event.getName());
    }

    @Override
    public String toString() {
      return "value";
    }
  }

  static void forget() {
    heard.clear();
  }

  static List<String> all() {
    return List.copyOf(heard);
  }

  @Override
  public void sessionCreated(HttpSessionEvent event) {
    heard.add("created");
  }

  @Override
  public void sessionDestroyed(HttpSessionEvent event) {
    heard.add("destroyed");
  }

  @Override
  public void sessionIdChanged(HttpSessionEvent event, String oldId) {
    heard.add(event.getSession().getId().equals(oldId) ? "same id" : "id changed");
  }

  @Override
  public void attributeAdded(HttpSessionBindingEvent event) {
    heard.add("added " + event.getName() + "=" + event.getValue());
  }

  @Override
  public void attributeRemoved(HttpSessionBindingEvent event) {
    heard.add("removed " + event.getName() + "=" + event.getValue());
  }

  @Override
  public void attributeReplaced(HttpSessionBindingEvent event) {
    heard.add("replaced " + event.getName() + "=" + event.getValue());
  }
}

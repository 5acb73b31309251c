package io.zonekeep.client;

import java.util.List;

/** Some sessions in order of their ids, and whether more follow the last one. */
public record SessionPage(List<Session> sessions, boolean more) {
  public SessionPage {
    sessions = List.copyOf(sessions);
  }
}

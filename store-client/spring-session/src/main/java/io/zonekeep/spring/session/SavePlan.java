package io.zonekeep.spring.session;

import io.zonekeep.client.NewSession;
import io.zonekeep.client.SessionChange;
import java.util.Optional;
import java.util.Set;

/** What saving a session comes to. */
sealed interface SavePlan {
  /** Nothing was changed, and loading has touched it already. */
  record Nothing() implements SavePlan {}

  /** Nothing was changed, but it was used. */
  record Touch(String id) implements SavePlan {}

  /** The application has set it to be over. */
  record End(Optional<String> id) implements SavePlan {}

  record Create(NewSession session, Set<String> names) implements SavePlan {
    public Create {
      names = Set.copyOf(names);
    }
  }

  /** One atomic write of changes, of a new id, or of both. */
  record Write(String id, SessionChange change, Set<String> names) implements SavePlan {
    public Write {
      names = Set.copyOf(names);
    }

    /** What the session answers to afterwards. */
    String idAfter() {
      return change.newId().orElse(id);
    }
  }
}

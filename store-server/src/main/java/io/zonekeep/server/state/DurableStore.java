package io.zonekeep.server.state;

import java.nio.file.Path;

/** A store on disk, which can be copied and replaced while in use. */
public interface DurableStore extends Store, AutoCloseable {
  /**
   * Puts a copy of one moment, with all that was committed before the call, into {@code folder},
   * which must not exist yet; on disk when it returns. From any thread; commits go on meanwhile.
   */
  void checkpoint(Path folder);

  /**
   * Goes on with the rows of a checkpoint in {@code folder}, which is moved; what was there is
   * dropped. Readers that come meanwhile wait.
   */
  void replaceWith(Path folder);

  @Override
  void close();
}

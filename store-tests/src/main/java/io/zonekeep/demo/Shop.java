package io.zonekeep.demo;

import io.zonekeep.cluster.ChildProcess;
import java.util.List;

/** A shop that runs on a cluster: what users talk to, and what of it is lost with a zone. */
public interface Shop extends Storefronts, AutoCloseable {
  /** kill -9 of all of it that stands in a zone; returns what that was, for people. */
  String loseZone(String zone);

  /** Starts what {@link #loseZone} ended, and returns when users are sent there again. */
  void startZone(String zone);

  List<ChildProcess> processes();

  /** Lines that tell people how to use it. */
  List<String> howToVisit();

  @Override
  void close();
}

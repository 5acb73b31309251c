package io.zonekeep.bench;

import io.zonekeep.bench.Load.Measured;
import java.time.Duration;

/** Sessions of one store, reached in one way, as the benchmark of sessions asks for them. */
interface Subject {
  /** What a request does to its session. */
  enum Request {
    /** Begins one with all its attributes. */
    created("new"),
    /** Loads and touches it. */
    unchanged("load"),
    /** Loads, touches, and saves one changed attribute. */
    changed("load, save"),
    /** Saves one changed attribute, unseen. */
    saved("save");

    private final String words;

    Request(String words) {
      this.words = words;
    }

    @Override
    public String toString() {
      return words;
    }
  }

  String name();

  boolean knows(Request request);

  /** Begins {@code count} sessions, which the other requests then use one after the other. */
  Measured fill(int count) throws InterruptedException;

  Measured measure(Request request, int inFlight, Duration duration) throws InterruptedException;

  /** Makes {@code count} requests, one after the other. */
  Measured repeat(Request request, int count) throws InterruptedException;
}

package io.zonekeep.server.admin;

/** What the admin port has to say. Each is asked for at every request. */
public interface AdminPages {
  /** Whether this node can be given work: it serves as primary, or follows one as a standby. */
  boolean ready();

  /** Whether all deep checks pass. */
  boolean healthy();

  /** The deep checks as JSON. */
  String healthJson();

  /** Everything counted, in Prometheus' text format. */
  String metrics();
}

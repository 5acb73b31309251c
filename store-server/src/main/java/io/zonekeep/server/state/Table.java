package io.zonekeep.server.state;

/** The tables of the store. The order is part of the disk format. */
public enum Table {
  /** Applied index, store time, last version: what must change with every entry. */
  META,
  /** Records of keys. */
  KEYS,
  /** Headers and attributes of sessions. */
  SESSIONS,
  /** (namespace, principal, session id): nothing more in the row. */
  PRINCIPALS,
  /** (due time, table, row): the expiry index. */
  DUE,
  /** Results of writes, for retries. */
  CLIENTS,
  /** What happened, for those who watch. */
  FEED
}

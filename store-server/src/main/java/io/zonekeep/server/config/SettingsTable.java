package io.zonekeep.server.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All settings there are, in the order of the documentation, which is made from this table. */
public final class SettingsTable {
  /** An entry of the log holds 8 MiB at most, its envelope included. */
  private static final long LARGEST_WRITE_BYTES = 7 << 20;

  private static final List<Setting<?>> ALL = new ArrayList<>();

  static final Setting<String> CLUSTER_NAME =
      text("cluster.name", "zonekeep", "Name of the cluster; a node refuses the data of another.");
  static final Setting<List<Member>> CLUSTER_NODES =
      add(
          new Setting<>(
              "cluster.nodes",
              Kind.NODES,
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              "All nodes, each with id, zone, host, client_port, raft_port and admin_port. 1, 3 or 5"
                  + " nodes, no zone with half of them or more (but for a single node)."));
  static final Setting<String> NODE_ID =
      required("node.id", "Which of cluster.nodes this process is.");
  static final Setting<String> NODE_DATA_FOLDER =
      required("node.data_folder", "Where this node keeps its log, state and snapshots.");
  static final Setting<String> NODE_BIND =
      text("node.bind", "", "Address to listen on, such as 0.0.0.0. Empty: the node's own host.");

  static final Setting<Integer> PIPELINE_QUEUE_WRITES =
      count(
          "pipeline.queue_writes",
          65_536,
          1,
          10_000_000,
          "Writes that may wait; more are refused at once (QUEUE_FULL).");
  static final Setting<Long> PIPELINE_QUEUE_BYTES =
      bytes(
          "pipeline.queue_bytes",
          "64MiB",
          1 << 20,
          16L << 30,
          "Bytes of writes that may wait; more are refused at once.");
  static final Setting<Integer> PIPELINE_BATCH_WRITES =
      count("pipeline.batch_writes", 4_096, 1, 65_536, "Writes in one entry of the log at most.");
  static final Setting<Long> PIPELINE_BATCH_BYTES =
      bytes(
          "pipeline.batch_bytes",
          "1MiB",
          1 << 10,
          LARGEST_WRITE_BYTES,
          "Bytes after which an entry of the log is closed; one larger write goes alone.");
  static final Setting<Integer> PIPELINE_BATCHES_IN_FLIGHT =
      count(
          "pipeline.batches_in_flight",
          3,
          1,
          64,
          "Entries of the log under way at a time; the next fills meanwhile.");

  static final Setting<Duration> PROMOTION_TIMEOUT_MIN =
      duration(
          "promotion.timeout_min",
          "300ms",
          "50ms",
          "60s",
          "Shortest silence of the primary after which a standby stands for promotion.");
  static final Setting<Duration> PROMOTION_TIMEOUT_MAX =
      duration(
          "promotion.timeout_max",
          "600ms",
          "100ms",
          "120s",
          "Longest such silence; each standby draws its own in between. More than timeout_min.");
  static final Setting<Boolean> PROMOTION_ON_CRASH =
      flag(
          "promotion.on_crash",
          true,
          "Whether a standby acts at once when the primary's process is seen to be gone.");

  static final Setting<Duration> READ_CONFIRM_TIMEOUT =
      duration(
          "read.confirm_timeout",
          "1s",
          "50ms",
          "60s",
          "Time for a majority to confirm the primary before a read fails with NOT_PRIMARY.");
  static final Setting<Duration> SESSION_TOUCH_INTERVAL =
      duration(
          "session.touch_interval",
          "1s",
          "100ms",
          "60s",
          "A session's touches are logged at most this often.");
  static final Setting<Duration> EXPIRY_SWEEP_INTERVAL =
      duration(
          "expiry.sweep_interval",
          "200ms",
          "10ms",
          "60s",
          "How often the primary looks for records that are due.");
  static final Setting<Integer> EXPIRY_SWEEP_RECORDS =
      count("expiry.sweep_records", 1_000, 1, 100_000, "Records that one sweep removes at most.");

  static final Setting<Duration> DEDUPE_WINDOW =
      duration(
          "dedupe.window",
          "10m",
          "1s",
          "1d",
          "How long results of writes are remembered for retries (exactly-once).");
  static final Setting<Integer> DEDUPE_RESULTS_PER_CLIENT =
      count(
          "dedupe.results_per_client",
          10_000,
          1,
          10_000_000,
          "Results remembered for one client; the oldest make way.");
  static final Setting<Integer> DEDUPE_RESULTS =
      count(
          "dedupe.results",
          1_000_000,
          1,
          100_000_000,
          "Results remembered for all clients; the oldest make way.");

  static final Setting<Boolean> FEED_KEYS =
      flag(
          "feed.keys",
          true,
          "Whether events of keys are recorded for watchers, as those of sessions are.");
  static final Setting<Duration> FEED_WINDOW =
      duration(
          "feed.window",
          "1h",
          "1s",
          "30d",
          "How long events are kept for watchers that come back, unless the bytes run out before.");
  static final Setting<Long> FEED_SESSION_BYTES =
      bytes(
          "feed.session_bytes",
          "128MiB",
          64 << 10,
          64L << 30,
          "Bytes of events of sessions that are kept; the oldest make way.");
  static final Setting<Long> FEED_KEY_BYTES =
      bytes(
          "feed.key_bytes",
          "64MiB",
          64 << 10,
          64L << 30,
          "Bytes of events of keys that are kept; the oldest make way.");
  static final Setting<Long> FEED_LAST_STATE_BYTES =
      bytes(
          "feed.last_state_bytes",
          "16KiB",
          0,
          1 << 20,
          "A session that ends goes into the event with its attributes if they have no more bytes. 0: never.");
  static final Setting<Integer> FEED_WATCHERS_MAX =
      count(
          "feed.watchers_max",
          4_096,
          1,
          1_000_000,
          "Watchers of the feed at a time; further ones are refused (QUEUE_FULL).");

  static final Setting<Long> LOG_SEGMENT_BYTES =
      bytes(
          "log.segment_bytes",
          "16MiB",
          1 << 20,
          1 << 30,
          "Size of one file of the log; some three of them are also kept in the heap.");
  static final Setting<Long> LOG_PREALLOCATE_BYTES =
      bytes(
          "log.preallocate_bytes",
          "1MiB",
          64 << 10,
          64 << 20,
          "Piece by which a file of the log is filled with zeros in advance; large ones delay a promotion.");

  static final Setting<Long> SNAPSHOT_LOG_BYTES =
      bytes(
          "snapshot.log_bytes",
          "256MiB",
          1 << 20,
          64L << 30,
          "Bytes logged since the last snapshot after which the next is taken.");
  static final Setting<Integer> SNAPSHOT_LOG_ENTRIES =
      count(
          "snapshot.log_entries",
          1_000_000,
          10,
          1_000_000_000,
          "Entries logged since the last snapshot after which the next is taken.");
  static final Setting<Duration> SNAPSHOT_INTERVAL_MIN =
      duration(
          "snapshot.interval_min", "30s", "100ms", "1d", "Time between two snapshots at least.");

  static final Setting<Long> STORAGE_CACHE =
      bytes("storage.cache", "256MiB", 1 << 20, 256L << 30, "Memory for blocks read from disk.");
  static final Setting<Long> STORAGE_MEMTABLE =
      bytes(
          "storage.memtable",
          "64MiB",
          1 << 20,
          4L << 30,
          "Memory for rows not yet written to their files.");
  static final Setting<Boolean> REPAIR_WIPE_DAMAGED =
      flag(
          "repair.wipe_damaged",
          true,
          "Whether a node with a damaged log puts its data aside and rebuilds from its peers; else it does not start.");

  static final Setting<Long> LIMIT_KEY_BYTES =
      bytes("limit.key_bytes", "1KiB", 1, 64 << 10, "Longest key.");
  static final Setting<Long> LIMIT_VALUE_BYTES =
      bytes("limit.value_bytes", "1MiB", 1, LARGEST_WRITE_BYTES, "Longest value.");
  static final Setting<Long> LIMIT_SESSION_BYTES =
      bytes(
          "limit.session_bytes",
          "4MiB",
          1 << 10,
          LARGEST_WRITE_BYTES,
          "Largest session, all names and values together.");
  static final Setting<Integer> LIMIT_SESSION_ATTRIBUTES =
      count("limit.session_attributes", 1_024, 1, 65_536, "Attributes of one session at most.");
  static final Setting<Long> LIMIT_ATTRIBUTE_NAME_BYTES =
      bytes(
          "limit.attribute_name_bytes",
          "256B",
          1,
          4 << 10,
          "Longest name of an attribute, in UTF-8.");
  static final Setting<Long> LIMIT_SESSION_ID_BYTES =
      bytes("limit.session_id_bytes", "256B", 1, 4 << 10, "Longest id of a session, in UTF-8.");
  static final Setting<Long> LIMIT_PRINCIPAL_BYTES =
      bytes("limit.principal_bytes", "256B", 1, 4 << 10, "Longest principal, in UTF-8.");
  static final Setting<Integer> LIMIT_BATCH_OPERATIONS =
      count("limit.batch_operations", 128, 1, 65_536, "Operations of one batch at most.");
  static final Setting<Long> LIMIT_BATCH_BYTES =
      bytes(
          "limit.batch_bytes",
          "4MiB",
          1 << 10,
          LARGEST_WRITE_BYTES,
          "Keys and values of one batch together.");
  static final Setting<Integer> LIMIT_PAGE_RECORDS =
      count("limit.page_records", 1_000, 1, 100_000, "Records or sessions of one page at most.");
  static final Setting<Long> LIMIT_PAGE_BYTES =
      bytes(
          "limit.page_bytes",
          "4MiB",
          1 << 10,
          LARGEST_WRITE_BYTES,
          "Bytes after which a page ends.");
  static final Setting<Integer> LIMIT_FRAME_CALLS =
      count("limit.frame_calls", 4_096, 1, 65_536, "Calls in one message of the stream at most.");
  static final Setting<Long> LIMIT_FRAME_BYTES =
      bytes("limit.frame_bytes", "8MiB", 64 << 10, 64 << 20, "Largest message from a client.");
  static final Setting<Duration> LIMIT_TTL =
      duration(
          "limit.ttl",
          "3650d",
          "1s",
          "36500d",
          "Longest time to live, and longest inactive time of a session.");

  static final Setting<Integer> API_CONNECTIONS_MAX =
      count(
          "api.connections_max",
          4_096,
          1,
          1_000_000,
          "Connections that are served; calls on further ones are refused.");
  static final Setting<Integer> API_CONNECTION_CALLS_MAX =
      count(
          "api.connection_calls_max",
          2_048,
          1,
          1_000_000,
          "Unary calls and streams open on one connection at most; further ones wait in the client.");
  static final Setting<Integer> API_STREAMS_MAX =
      count(
          "api.streams_max",
          4_096,
          1,
          1_000_000,
          "Batch streams open at a time; further ones are refused.");
  static final Setting<Integer> API_CALLS_IN_FLIGHT_MAX =
      count(
          "api.calls_in_flight_max",
          16_384,
          1,
          1_000_000,
          "Calls of one stream that wait for their replies; further ones are refused (QUEUE_FULL).");
  static final Setting<Long> API_REPLY_BYTES_MAX =
      bytes(
          "api.reply_bytes_max",
          "32MiB",
          1 << 20,
          1 << 30,
          "Bytes of replies that wait for a slow reader of a stream; further reads are refused (QUEUE_FULL).");
  static final Setting<Integer> API_WATCHERS_MAX =
      count(
          "api.watchers_max",
          4_096,
          1,
          1_000_000,
          "Watchers of the topology at a time; further ones are refused.");
  static final Setting<Integer> API_PAGE_READS_MAX =
      count(
          "api.page_reads_max",
          1_024,
          1,
          1_000_000,
          "Reads of pages that may wait for a thread; further ones are refused (QUEUE_FULL).");
  static final Setting<Duration> API_DRAIN_TIMEOUT =
      duration(
          "api.drain_timeout",
          "5s",
          "10ms",
          "10m",
          "Time for calls under way to end when the node stops.");

  static final Setting<Integer> ADMIN_THREADS =
      count(
          "admin.threads",
          2,
          1,
          64,
          "Threads that answer HTTP; as many requests again times 16 may wait.");
  static final Setting<Duration> HEALTH_INTERVAL =
      duration("health.interval", "1s", "100ms", "60s", "How often each health check runs.");
  static final Setting<Duration> HEALTH_DISK_WRITE_MAX =
      duration(
          "health.disk_write_max",
          "2s",
          "10ms",
          "60s",
          "A write with fsync to the data folder that takes longer is a failed check.");
  static final Setting<Long> HEALTH_DISK_FREE_MIN =
      bytes(
          "health.disk_free_min",
          "256MiB",
          0,
          1L << 40,
          "Less free disk space than this is a failed check.");
  static final Setting<Duration> HEALTH_PAUSE_MAX =
      duration(
          "health.pause_max",
          "1s",
          "50ms",
          "60s",
          "A longer standstill of the whole process is a failed check for ten seconds.");
  static final Setting<Integer> HEALTH_APPLY_LAG_MAX =
      count(
          "health.apply_lag_max",
          10_000,
          1,
          1_000_000_000,
          "More committed entries than this waiting to be applied is a failed check, and the node is not ready.");
  static final Setting<Duration> HEALTH_SILENCE_MAX =
      duration(
          "health.silence_max",
          "2s",
          "100ms",
          "60s",
          "A peer that has not answered the primary for longer counts as unreachable.");

  private SettingsTable() {}

  /** All settings, in the order of the documentation. */
  public static List<Setting<?>> all() {
    return List.copyOf(ALL);
  }

  private static <T> Setting<T> add(Setting<T> setting) {
    ALL.add(setting);
    return setting;
  }

  private static Setting<String> text(String key, String byDefault, String meaning) {
    return add(
        new Setting<>(
            key, Kind.TEXT, Optional.of(byDefault), Optional.empty(), Optional.empty(), meaning));
  }

  private static Setting<String> required(String key, String meaning) {
    return add(
        new Setting<>(
            key, Kind.TEXT, Optional.empty(), Optional.empty(), Optional.empty(), meaning));
  }

  private static Setting<Boolean> flag(String key, boolean byDefault, String meaning) {
    return add(
        new Setting<>(
            key,
            Kind.FLAG,
            Optional.of(String.valueOf(byDefault)),
            Optional.empty(),
            Optional.empty(),
            meaning));
  }

  private static Setting<Integer> count(
      String key, int byDefault, int min, int max, String meaning) {
    return add(
        new Setting<>(
            key,
            Kind.COUNT,
            Optional.of(String.valueOf(byDefault)),
            Optional.of(min),
            Optional.of(max),
            meaning));
  }

  private static Setting<Long> bytes(
      String key, String byDefault, long min, long max, String meaning) {
    return add(
        new Setting<>(
            key, Kind.BYTES, Optional.of(byDefault), Optional.of(min), Optional.of(max), meaning));
  }

  private static Setting<Duration> duration(
      String key, String byDefault, String min, String max, String meaning) {
    return add(
        new Setting<>(
            key,
            Kind.DURATION,
            Optional.of(byDefault),
            Optional.of(Kind.durationOf(min)),
            Optional.of(Kind.durationOf(max)),
            meaning));
  }
}

package io.zonekeep.server.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Random;
import java.util.TreeSet;

/** Compares all that a reader can see with the model. */
final class ModelCheck {
  private static final Comparator<String> BYTE_ORDER = Comparator.comparing(Bytes::utf8);

  private ModelCheck() {}

  static void agrees(StateReader reader, StateModel model) {
    assertThat(reader.version()).isEqualTo(model.version());
    model.keys().forEach((key, record) -> assertThat(reader.get(key)).contains(record));
    model.sessions().forEach((key, session) -> assertThat(reader.session(key)).contains(session));
    for (String namespace : List.of("a", "ab")) {
      assertThat(scanInPages(reader, namespace)).isEqualTo(keysOf(model, namespace));
      for (String principal : List.of("ada", "adam", "\uD83D\uDE00")) {
        assertThat(findInPages(reader, namespace, principal))
            .isEqualTo(sessionsOf(model, namespace, principal));
      }
    }
  }

  /** The invariant of DUE: each record with a due time has a hint of that time or earlier. */
  static void hintsAreEarlyEnough(MemoryStore store, StateModel model) {
    List<DueHint> hints = store.rows(Table.DUE).keySet().stream().map(DueRows::hint).toList();
    model
        .keys()
        .forEach((key, record) ->
            record
                .dueMillis()
                .ifPresent(due -> assertHint(hints, Table.KEYS, KeyRows.row(key), due)));
    model
        .sessions()
        .forEach((key, session) ->
            session
                .dueMillis()
                .ifPresent(due -> assertHint(hints, Table.SESSIONS, SessionRows.header(key), due)));
  }

  /** Nothing is left of sessions that the model does not know. */
  static void leavesNoRows(MemoryStore store, StateModel model) {
    assertThat(store.rows(Table.KEYS)).hasSize(model.keys().size());
    int rows = model.sessions().values().stream().mapToInt(s -> 1 + s.attributes().size()).sum();
    assertThat(store.rows(Table.SESSIONS)).hasSize(rows);
    long indexed = model.sessions().values().stream().filter(s -> !s.principal().isEmpty()).count();
    assertThat(store.rows(Table.PRINCIPALS)).hasSize((int) indexed);
    model
        .sessions()
        .forEach((key, session) -> {
          SessionHeader header =
              store
                  .get(Table.SESSIONS, SessionRows.header(key))
                  .map(SessionRows::decode)
                  .orElseThrow();
          assertThat(header.attributes()).isEqualTo(session.attributes().size());
          long bytes =
              session.attributes().entrySet().stream()
                  .mapToLong(a -> SessionRows.attributeBytes(a.getKey(), a.getValue()))
                  .sum();
          assertThat(header.attributeBytes()).isEqualTo(bytes);
        });
  }

  /** Those who watch get the events of the model, from wherever they begin. */
  static void feedAgrees(MemoryStore store, StateReader reader, StateModel model, Random random) {
    for (FeedTopic topic : FeedTopic.values()) {
      FeedMarks.Topic marks = reader.feedMarks().of(topic);
      assertThat(marks.on()).isEqualTo(model.feed(topic).isPresent());
      model.feed(topic).ifPresent(events -> feedAgrees(topic, reader, marks, events, random));
      keepsWhatItMust(store, topic, marks, model);
    }
  }

  private static void feedAgrees(
      FeedTopic topic,
      StateReader reader,
      FeedMarks.Topic marks,
      List<FeedPage.Positioned> events,
      Random random) {
    List<FeedPage.Positioned> kept = after(events, marks.earliest());
    List<FeedPage.Positioned> read = feedInPages(reader, topic, marks.earliest(), random);
    assertThat(read).isEqualTo(kept);
    if (!kept.isEmpty()) {
      FeedPosition resumed = kept.get(random.nextInt(kept.size())).position();
      assertThat(feedInPages(reader, topic, resumed, random)).isEqualTo(after(kept, resumed));
      assertThat(marks.end()).isEqualTo(kept.getLast().position());
    }
  }

  private static List<FeedPage.Positioned> after(
      List<FeedPage.Positioned> events, FeedPosition position) {
    return events.stream().filter(event -> position.isBefore(event.position())).toList();
  }

  private static List<FeedPage.Positioned> feedInPages(
      StateReader reader, FeedTopic topic, FeedPosition from, Random random) {
    List<FeedPage.Positioned> all = new ArrayList<>();
    FeedPage page = reader.feed(topic, from, 1 + random.nextInt(2_000));
    while (page.more()) {
      all.addAll(page.events());
      assertThat(all.getLast().position()).isEqualTo(page.upTo());
      page = reader.feed(topic, page.upTo(), 1 + random.nextInt(2_000));
    }
    all.addAll(page.events());
    return all;
  }

  /** What is kept is as much as the bounds allow, give or take the rows of one entry. */
  private static void keepsWhatItMust(
      MemoryStore store, FeedTopic topic, FeedMarks.Topic marks, StateModel model) {
    FeedWindow window = model.feedWindow();
    long bytes = 0;
    for (var row : store.rows(Table.FEED).entrySet()) {
      if (row.getKey().startsWith(FeedRows.topic(topic))) {
        bytes += row.getKey().length() + row.getValue().length();
        assertThat(FeedRows.head(row.getValue()).storeTimeMillis())
            .isGreaterThanOrEqualTo(model.storeTimeMillis() - window.millis());
      }
    }
    assertThat(marks.bytes()).isEqualTo(bytes);
    if (bytes > window.bytesMax(topic) && window.records(topic)) {
      assertThat(rowsOf(store, topic)).allMatch(index -> index == marks.end().index());
    }
  }

  private static List<Long> rowsOf(MemoryStore store, FeedTopic topic) {
    return store.rows(Table.FEED).keySet().stream()
        .filter(row -> row.startsWith(FeedRows.topic(topic)))
        .map(row -> FeedRows.position(row).index())
        .toList();
  }

  private static void assertHint(List<DueHint> hints, Table table, Bytes row, long due) {
    assertThat(hints)
        .anyMatch(h -> h.table() == table && h.row().equals(row) && h.dueMillis() <= due);
  }

  private static List<KeyRecord> scanInPages(StateReader reader, String namespace) {
    List<KeyRecord> all = new ArrayList<>();
    Page<KeyRecord> page;
    do {
      Bytes after = all.isEmpty() ? Bytes.EMPTY : all.getLast().key();
      page = reader.scan(namespace, Bytes.EMPTY, after, 3, 1_000, false);
      all.addAll(page.items());
    } while (page.more());
    return all;
  }

  private static List<KeyRecord> keysOf(StateModel model, String namespace) {
    return model.keys().entrySet().stream()
        .filter(e -> e.getKey().namespace().equals(namespace))
        .map(e -> e.getValue())
        .sorted(Comparator.comparing(KeyRecord::key))
        .toList();
  }

  private static List<Session> findInPages(StateReader reader, String namespace, String principal) {
    List<Session> all = new ArrayList<>();
    Page<Session> page;
    do {
      String after = all.isEmpty() ? "" : all.getLast().id();
      page = reader.sessionsByPrincipal(namespace, principal, after, 2, 1_000, false);
      all.addAll(page.items());
    } while (page.more());
    return all;
  }

  private static List<Session> sessionsOf(StateModel model, String namespace, String principal) {
    NavigableSet<String> ids = new TreeSet<>(BYTE_ORDER);
    model
        .sessions()
        .forEach((key, session) -> {
          if (key.namespace().equals(namespace) && session.principal().equals(principal)) {
            ids.add(key.id());
          }
        });
    return ids.stream().map(id -> model.sessions().get(new SessionKey(namespace, id))).toList();
  }
}

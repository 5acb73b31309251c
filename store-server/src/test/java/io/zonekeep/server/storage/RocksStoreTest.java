package io.zonekeep.server.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.zonekeep.server.state.Bytes;
import io.zonekeep.server.state.Changes;
import io.zonekeep.server.state.Store;
import io.zonekeep.server.state.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RocksStoreTest {
  private static final RocksSettings SETTINGS = new RocksSettings(8 << 20, 4 << 20);
  private static final int ROWS = 2_000;

  private final List<Throwable> failures = new CopyOnWriteArrayList<>();

  @TempDir Path folder;

  @Test
  void committedRowsAreReadBackInOrder() {
    try (RocksStore store = open("data")) {
      put(store, Table.KEYS, "a1", "one");
      put(store, Table.KEYS, "a3", "three");
      put(store, Table.KEYS, "a2", "two");
      put(store, Table.KEYS, "b1", "other");
      put(store, Table.SESSIONS, "a4", "other table");

      assertThat(rows(store, Table.KEYS, "a", "")).containsExactly("a1", "a2", "a3");
      assertThat(rows(store, Table.KEYS, "a", "a2")).containsExactly("a2", "a3");
      assertThat(rows(store, Table.KEYS, "", "a3")).containsExactly("a3", "b1");
      assertThat(store.get(Table.KEYS, text("a2"))).contains(text("two"));
      assertThat(store.get(Table.KEYS, text("a4"))).isEmpty();
    }
  }

  @Test
  void aPrefixOfHighestBytesIsScannedToTheEnd() {
    try (RocksStore store = open("data")) {
      Bytes high = Bytes.wrap(new byte[] {(byte) 0xFF, (byte) 0xFF});
      Changes changes = new Changes();
      changes.put(Table.KEYS, high, text("high"));
      changes.put(Table.KEYS, Bytes.wrap(new byte[] {(byte) 0xFF, 1}), text("low"));
      store.commit(changes);

      List<Bytes> values = new ArrayList<>();
      store.scan(Table.KEYS, high, high, (row, value) -> values.add(value));
      assertThat(values).containsExactly(text("high"));
    }
  }

  @Test
  void rowsSurviveAClose() {
    try (RocksStore store = open("data")) {
      put(store, Table.META, "row", "value");
    }
    try (RocksStore store = open("data")) {
      assertThat(store.get(Table.META, text("row"))).contains(text("value"));
    }
  }

  @Test
  void aViewStaysAtItsMoment() {
    try (RocksStore store = open("data")) {
      put(store, Table.KEYS, "a", "before");
      try (Store.View view = store.view()) {
        put(store, Table.KEYS, "a", "after");
        put(store, Table.KEYS, "b", "after");
        assertThat(view.get(Table.KEYS, text("a"))).contains(text("before"));
        List<Bytes> rows = new ArrayList<>();
        view.scan(Table.KEYS, Bytes.EMPTY, Bytes.EMPTY, (row, value) -> rows.add(row));
        assertThat(rows).containsExactly(text("a"));
      }
      assertThat(store.get(Table.KEYS, text("a"))).contains(text("after"));
    }
  }

  @Test
  void aCheckpointHoldsAllThatWasCommittedBeforeAndNothingAfter() {
    try (RocksStore store = open("data")) {
      put(store, Table.KEYS, "a", "1");
      put(store, Table.CLIENTS, "b", "2");
      store.checkpoint(folder.resolve("copies").resolve("7"));
      put(store, Table.KEYS, "c", "3");
    }
    try (RocksStore copy = open("copies/7")) {
      assertThat(rows(copy, Table.KEYS, "", "")).containsExactly("a");
      assertThat(rows(copy, Table.CLIENTS, "", "")).containsExactly("b");
    }
  }

  @Test
  void aCheckpointIsWholeEntriesWhileCommitsGoOn() throws Exception {
    try (RocksStore store = open("data")) {
      AtomicBoolean stop = new AtomicBoolean();
      CompletableFuture<Void> writer =
          CompletableFuture.runAsync(() -> {
            for (int i = 0; !stop.get(); i++) {
              Changes changes = new Changes();
              for (Table table : Table.values()) {
                changes.put(table, text("counter"), text(Integer.toString(i)));
                changes.put(table, text("filler" + i % 500), Bytes.wrap(new byte[500]));
              }
              store.commit(changes);
            }
          });
      for (int copy = 0; copy < 5; copy++) {
        store.checkpoint(folder.resolve("copy" + copy));
      }
      stop.set(true);
      writer.get();
    }
    for (int copy = 0; copy < 5; copy++) {
      try (RocksStore store = open("copy" + copy)) {
        List<Bytes> counters = new ArrayList<>();
        for (Table table : Table.values()) {
          store.get(table, text("counter")).ifPresent(counters::add);
        }
        assertThat(counters.stream().distinct().count()).isLessThanOrEqualTo(1);
        assertThat(counters.size()).isIn(0, Table.values().length);
      }
    }
  }

  @Test
  void anotherStoreTakesThePlaceAndTheOldRowsAreGone() {
    try (RocksStore source = open("source")) {
      put(source, Table.KEYS, "new", "1");
      source.checkpoint(folder.resolve("copy"));
    }
    try (RocksStore store = open("data")) {
      put(store, Table.KEYS, "old", "1");
      store.replaceWith(folder.resolve("copy"));
      assertThat(rows(store, Table.KEYS, "", "")).containsExactly("new");
      put(store, Table.KEYS, "newer", "1");
    }
    try (RocksStore store = open("data")) {
      assertThat(rows(store, Table.KEYS, "", "")).containsExactly("new", "newer");
    }
    assertThat(folder.resolve("copy")).doesNotExist();
    assertThat(folder.resolve("data.replaced")).doesNotExist();
  }

  @Test
  void readersGoOnWhileTheStoreIsReplaced() throws Exception {
    try (RocksStore store = open("data")) {
      put(store, Table.KEYS, "a", "old");
      AtomicBoolean stop = new AtomicBoolean();
      CompletableFuture<Void> reader =
          CompletableFuture.runAsync(() -> {
            while (!stop.get()) {
              assertThat(rows(store, Table.KEYS, "a", "")).containsExactly("a");
              try (Store.View view = store.view()) {
                assertThat(view.get(Table.KEYS, text("a"))).isPresent();
              }
            }
          });
      for (int i = 0; i < 5; i++) {
        store.checkpoint(folder.resolve("copy"));
        store.replaceWith(folder.resolve("copy"));
      }
      stop.set(true);
      reader.get();
    }
  }

  @Test
  void aCrashBetweenTheRenamesOfAReplacementLosesNothing() throws IOException {
    try (RocksStore store = open("data")) {
      put(store, Table.KEYS, "a", "1");
    }
    Files.move(folder.resolve("data"), folder.resolve("data.replaced"));
    try (RocksStore store = open("data")) {
      assertThat(rows(store, Table.KEYS, "", "")).containsExactly("a");
    }
    Files.createDirectory(folder.resolve("data.replaced"));
    try (RocksStore store = open("data")) {
      assertThat(rows(store, Table.KEYS, "", "")).containsExactly("a");
    }
    assertThat(folder.resolve("data.replaced")).doesNotExist();
  }

  @Test
  void whatIsNoCheckpointIsRefusedBeforeTheStoreIsTouched() throws IOException {
    Files.createDirectory(folder.resolve("empty"));
    try (RocksStore store = open("data")) {
      put(store, Table.KEYS, "a", "1");
      assertThatThrownBy(() -> store.replaceWith(folder.resolve("empty")))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("not a checkpoint");
      assertThat(rows(store, Table.KEYS, "", "")).containsExactly("a");
    }
  }

  @Test
  void onlyTheOwnerMayEnterTheFolders() throws IOException {
    try (RocksStore store = open("data")) {
      store.checkpoint(folder.resolve("copy"));
    }
    for (String name : List.of("data", "copy")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name))))
          .isEqualTo("rwx------");
    }
  }

  @Test
  void aFolderOfSomethingElseIsRefused() throws IOException {
    Files.createDirectory(folder.resolve("data"));
    Files.writeString(folder.resolve("data").resolve("diary.txt"), "dear diary");
    assertThatThrownBy(() -> open("data"))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("diary.txt");
  }

  @Test
  void aStoreInUseIsRefused() {
    try (RocksStore store = open("data")) {
      put(store, Table.KEYS, "a", "1");
      assertThatThrownBy(() -> open("data"))
          .isInstanceOf(StorageException.class)
          .isNotInstanceOf(DamagedStoreException.class)
          .hasMessageContaining("in use");
    }
  }

  @Test
  void aLostFileIsDamage() throws IOException {
    fill();
    Files.delete(sstFiles().getFirst());
    assertThatThrownBy(this::readAll).isInstanceOf(DamagedStoreException.class);
  }

  @Test
  void aLostCurrentFileIsDamageAndNotAnEmptyStore() throws IOException {
    fill();
    Files.delete(folder.resolve("data").resolve("CURRENT"));
    assertThatThrownBy(() -> open("data")).isInstanceOf(DamagedStoreException.class);
  }

  @Test
  void aLostManifestIsDamage() throws IOException {
    fill();
    for (Path file : files("MANIFEST-")) {
      Files.delete(file);
    }
    assertThatThrownBy(() -> open("data")).isInstanceOf(DamagedStoreException.class);
  }

  @Test
  void aFlippedByteIsSeenAndNeverReadAsData() throws IOException {
    fill();
    Random random = new Random(7);
    for (int round = 0; round < 30; round++) {
      Path file = sstFiles().get(random.nextInt(sstFiles().size()));
      byte[] sound = Files.readAllBytes(file);
      byte[] damaged = sound.clone();
      int at = random.nextInt(damaged.length);
      damaged[at] ^= (byte) (1 << random.nextInt(8));
      Files.write(file, damaged);
      assertThatThrownBy(this::verifyAll)
          .as("%s, byte %d of %d", file.getFileName(), at, sound.length)
          .isInstanceOf(DamagedStoreException.class);
      readsAreTrueOrRefused(at);
      Files.write(file, sound);
    }
    assertThat(failures).isNotEmpty();
    assertThat(readAll()).hasSize(ROWS);
  }

  @Test
  void aTruncatedFileIsDamage() throws IOException {
    fill();
    Path file = sstFiles().getLast();
    byte[] sound = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(sound, sound.length - 1));
    assertThatThrownBy(this::readAll).isInstanceOf(DamagedStoreException.class);
  }

  @Test
  void anErrorOfABackgroundFlushIsToldAndEndsAllWriting() throws IOException {
    RocksStore store = open("data");
    put(store, Table.KEYS, "a", "1");
    // The folder goes away below the store: its next file cannot be made.
    Files.move(folder.resolve("data"), folder.resolve("elsewhere"));
    assertThatThrownBy(() -> writeWithoutEnd(store)).isInstanceOf(StorageException.class);
    await()
        .untilAsserted(
            () -> assertThat(failures).anyMatch(f -> f.toString().contains("flush or comp")));
    assertThat(failures).hasOnlyElementsOfType(StorageException.class);
    assertThatThrownBy(() -> put(store, Table.KEYS, "b", "1")).isInstanceOf(StorageException.class);
    assertThatThrownBy(store::close).isInstanceOf(StorageException.class);
  }

  @Test
  void aClosedStoreSaysSo() {
    RocksStore store = open("data");
    store.close();
    store.close();
    assertThatThrownBy(() -> store.get(Table.META, text("a")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
    assertThatThrownBy(store::view).isInstanceOf(IllegalStateException.class);
  }

  private static void writeWithoutEnd(Store store) {
    Random random = new Random(3);
    for (int i = 0; i < 1_000_000; i++) {
      byte[] value = new byte[10_000];
      random.nextBytes(value);
      Changes changes = new Changes();
      changes.put(Table.KEYS, text("key" + i), Bytes.wrap(value));
      store.commit(changes);
    }
  }

  private void fill() {
    try (RocksStore store = open("data")) {
      Random random = new Random(1);
      Changes changes = new Changes();
      for (int i = 0; i < ROWS; i++) {
        byte[] value = new byte[40];
        random.nextBytes(value);
        changes.put(Table.KEYS, text("key" + i), Bytes.wrap(value));
        changes.put(Table.SESSIONS, text("key" + i), Bytes.wrap(value));
      }
      store.commit(changes);
    }
  }

  /** Both tables hold the same, and one file, of one table, is damaged. */
  private void readsAreTrueOrRefused(int damagedByte) {
    trueOrRefused(store -> {
      List<String> keys = rows(store, Table.KEYS, "", "");
      assertThat(keys).as("byte %d", damagedByte).hasSize(ROWS);
      assertThat(rows(store, Table.SESSIONS, "", "")).isEqualTo(keys);
    });
    trueOrRefused(store -> {
      for (int i = 0; i < ROWS; i++) {
        Bytes row = text("key" + i);
        assertThat(store.get(Table.KEYS, row))
            .as("byte %d", damagedByte)
            .isEqualTo(store.get(Table.SESSIONS, row))
            .isPresent();
      }
    });
  }

  private void trueOrRefused(Consumer<Store> reads) {
    try (RocksStore store = open("data")) {
      reads.accept(store);
    } catch (DamagedStoreException refused) {
      assertThat(refused).hasMessageContaining("data");
    }
  }

  private void verifyAll() {
    try (RocksStore store = open("data")) {
      store.verifyChecksums();
    }
  }

  private List<String> readAll() {
    try (RocksStore store = open("data")) {
      rows(store, Table.SESSIONS, "", "");
      return rows(store, Table.KEYS, "", "");
    }
  }

  private List<Path> sstFiles() {
    return files("").stream().filter(file -> file.toString().endsWith(".sst")).toList();
  }

  private List<Path> files(String prefix) {
    try (Stream<Path> files = Files.list(folder.resolve("data"))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(prefix))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private RocksStore open(String name) {
    return RocksStore.open(folder.resolve(name), SETTINGS, failures::add);
  }

  private static void put(Store store, Table table, String row, String value) {
    Changes changes = new Changes();
    changes.put(table, text(row), text(value));
    store.commit(changes);
  }

  private static List<String> rows(Store store, Table table, String prefix, String from) {
    List<String> rows = new ArrayList<>();
    store.scan(table, text(prefix), text(from), (row, value) -> rows.add(row.toUtf8()));
    return rows;
  }

  private static Bytes text(String text) {
    return Bytes.utf8(text);
  }
}

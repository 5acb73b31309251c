package io.zonekeep.server.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeep.server.state.Bytes;
import io.zonekeep.server.state.Command;
import io.zonekeep.server.state.DedupeWindow;
import io.zonekeep.server.state.Entry;
import io.zonekeep.server.state.FeedPosition;
import io.zonekeep.server.state.FeedTopic;
import io.zonekeep.server.state.FeedWindow;
import io.zonekeep.server.state.Key;
import io.zonekeep.server.state.StateMachine;
import io.zonekeep.server.state.Table;
import io.zonekeep.server.state.Write;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.DBOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/** A data folder of the release before the feed, which has no table for it. */
class EarlierReleaseTest {
  private static final RocksSettings SETTINGS = new RocksSettings(8 << 20, 4 << 20);

  @TempDir Path folder;

  @Test
  void aFolderWithoutAFeedOpensAndItsFeedBeginsWithTheNextEntry() throws Exception {
    Path data = folder.resolve("data");
    makeFolderWithoutFeed(data);
    try (RocksStore store =
        RocksStore.open(
            data,
            SETTINGS,
            failure -> {
              throw new AssertionError(failure);
            })) {
      StateMachine machine = new StateMachine(store);
      assertThat(machine.reader().feedMarks().exists()).isFalse();
      Command put =
          new Command.Put(new Key("n", Bytes.utf8("k")), Bytes.EMPTY, OptionalLong.empty(), 0);
      machine.apply(
          1,
          7,
          new Entry(
              1,
              1,
              new DedupeWindow(1_000, 10, 10),
              Optional.of(new FeedWindow(true, 1_000, 1_000, 1_000, 0)),
              List.of(Write.anonymous(put))));
      FeedPosition earliest = machine.reader().feedMarks().of(FeedTopic.KEYS).earliest();
      assertThat(earliest).isEqualTo(new FeedPosition(7, 0));
      assertThat(machine.reader().feed(FeedTopic.KEYS, earliest, 100).events()).hasSize(1);
    }
  }

  private static void makeFolderWithoutFeed(Path data) throws RocksDBException, IOException {
    RocksDB.loadLibrary();
    Files.createDirectories(data);
    List<ColumnFamilyDescriptor> families = new ArrayList<>();
    families.add(new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY));
    for (Table table : Table.values()) {
      if (table != Table.FEED) {
        families.add(
            new ColumnFamilyDescriptor(
                table.name().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8)));
      }
    }
    List<ColumnFamilyHandle> handles = new ArrayList<>();
    try (DBOptions options =
        new DBOptions().setCreateIfMissing(true).setCreateMissingColumnFamilies(true)) {
      RocksDB database = RocksDB.open(options, data.toString(), families, handles);
      handles.forEach(ColumnFamilyHandle::close);
      database.close();
    }
  }
}

package io.zonekeep.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.zonekeep.server.config.SettingsException;
import io.zonekeep.v1.GetRequest;
import io.zonekeep.v1.KeyValueServiceGrpc;
import io.zonekeep.v1.KeyValueServiceGrpc.KeyValueServiceBlockingStub;
import io.zonekeep.v1.PutRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class EmbeddedStoreTest {
  private static final ByteString KEY = ByteString.copyFromUtf8("k");

  @Test
  void servesWhenStartedAndLeavesNothingBehind() throws IOException {
    Set<Path> before = folders();
    try (EmbeddedStore store = EmbeddedStore.start()) {
      ManagedChannel channel = channel(store);
      KeyValueServiceBlockingStub keys = KeyValueServiceGrpc.newBlockingStub(channel);

      long version = keys.put(put(0)).getVersion();

      assertThat(keys.get(get()).getRecord().getVersion()).isEqualTo(version);
      assertThat(folders()).hasSizeGreaterThan(before.size());
      channel.shutdownNow();
    }
    assertThat(folders()).isEqualTo(before);
  }

  @Test
  void whatHasExpiredGoesWithoutBeingAskedFor() {
    try (EmbeddedStore store = EmbeddedStore.start(Map.of("expiry.sweep_interval", "20ms"))) {
      ManagedChannel channel = channel(store);
      KeyValueServiceBlockingStub keys = KeyValueServiceGrpc.newBlockingStub(channel);

      keys.put(put(50));

      Awaitility.await().until(() -> !keys.get(get()).hasRecord());
      channel.shutdownNow();
    }
  }

  @Test
  void aWrongSettingIsRefusedAndLeavesNothingBehind() throws IOException {
    Set<Path> before = folders();

    assertThatThrownBy(() -> EmbeddedStore.start(Map.of("expiry.sweep", "1s")))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("expiry.sweep_");
    assertThat(folders()).isEqualTo(before);
  }

  private static PutRequest put(long ttlMillis) {
    return PutRequest.newBuilder()
        .setNamespace("n")
        .setKey(KEY)
        .setValue(KEY)
        .setTtlMillis(ttlMillis)
        .build();
  }

  private static GetRequest get() {
    return GetRequest.newBuilder().setNamespace("n").setKey(KEY).build();
  }

  private static ManagedChannel channel(EmbeddedStore store) {
    return ManagedChannelBuilder.forTarget(store.target().replace("zonekeep:///", ""))
        .usePlaintext()
        .build();
  }

  private static Set<Path> folders() throws IOException {
    try (Stream<Path> all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return all.filter(path -> path.getFileName().toString().startsWith("zonekeep-embedded-"))
          .collect(Collectors.toSet());
    }
  }
}

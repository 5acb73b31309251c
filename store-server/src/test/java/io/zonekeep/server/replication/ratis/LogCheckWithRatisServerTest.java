package io.zonekeep.server.replication.ratis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zonekeep.server.replication.Durable;
import io.zonekeep.server.replication.ratis.LogCheck.Outcome.Clean;
import io.zonekeep.server.replication.ratis.LogCheck.Outcome.Damaged;
import io.zonekeep.server.replication.ratis.LogCheck.Outcome.TornTailCut;
import io.zonekeep.server.replication.ratis.SegmentReader.Good;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.server.storage.RaftStorage.StartupOption;
import org.apache.ratis.statemachine.impl.BaseStateMachine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same with a whole Ratis server of one node, which writes, is cut off, and starts again. */
final class LogCheckWithRatisServerTest {
  private static final int WRITES = 40;

  private final RaftPeerId nodeId = RaftPeerId.valueOf("a");
  private final RaftGroupId groupId = RaftGroupId.randomId();

  @TempDir Path temp;

  @Test
  void aServerStartsOnItsLogAfterAPowerCutOnlyOnceTheTailIsCut() throws Exception {
    Path raft = temp.resolve("raft");
    Path cutOff = temp.resolve("cut-off");
    long last;
    try (RaftServer server = start(raft)) {
      write(server);
      last = server.getDivision(groupId).getRaftLog().getLastEntryTermIndex().getIndex();
      RatisLog.copy(raft, cutOff);
    }
    assertThat(last).isGreaterThanOrEqualTo(WRITES - 1);

    Path untouched = temp.resolve("untouched");
    RatisLog.copy(cutOff, untouched);
    assertThat(new LogCheck(untouched, -1).run())
        .isInstanceOfSatisfying(
            Clean.class, clean -> assertThat(clean.lastIndex()).isEqualTo(last));

    tearTheLastRecord(cutOff);
    assertThat(new LogCheck(cutOff, last).run()).isInstanceOf(Damaged.class);
    assertThat(new LogCheck(cutOff, last - 1).run()).isInstanceOf(TornTailCut.class);
    try (RaftServer server = start(cutOff)) {
      // The first entry of its new term takes the place of the torn one.
      assertThat(server.getDivision(groupId).getRaftLog().getLastEntryTermIndex().getIndex())
          .isEqualTo(last);
      write(server);
    }
    assertThat(new LogCheck(cutOff, last).run()).isInstanceOf(Clean.class);
  }

  private void tearTheLastRecord(Path raft) throws IOException {
    Path current = RaftFolder.currentFolders(raft).getFirst();
    Path open = SegmentFile.listIn(current).getLast().path();
    long begin = SegmentReader.HEADER_BYTES;
    long end = begin;
    try (SegmentReader reader = new SegmentReader(open)) {
      reader.readHeader();
      while (reader.next() instanceof Good) {
        begin = end;
        end = reader.offset();
      }
    }
    Durable.truncate(open, (begin + end) / 2);
  }

  private void write(RaftServer server) throws Exception {
    ClientId client = ClientId.randomId();
    for (int i = 0; i < WRITES; i++) {
      assertThat(
              server
                  .submitClientRequestAsync(
                      RaftClientRequest.newBuilder()
                          .setClientId(client)
                          .setServerId(nodeId)
                          .setGroupId(groupId)
                          .setCallId(i)
                          .setMessage(Message.valueOf("write " + i))
                          .setType(RaftClientRequest.writeRequestType())
                          .build())
                  .get(20, TimeUnit.SECONDS)
                  .isSuccess())
          .isTrue();
    }
  }

  private RaftServer start(Path raft) throws Exception {
    int port = freePort();
    RaftProperties properties = new RaftProperties();
    RaftServerConfigKeys.setStorageDir(properties, List.of(raft.toFile()));
    // Its own entries would come and go with the timing.
    RaftServerConfigKeys.Log.setLogMetadataEnabled(properties, false);
    GrpcConfigKeys.Server.setHost(properties, "127.0.0.1");
    GrpcConfigKeys.Server.setPort(properties, port);
    RaftPeer self = RaftPeer.newBuilder().setId(nodeId).setAddress("127.0.0.1:" + port).build();
    RaftServer server =
        RaftServer.newBuilder()
            .setServerId(nodeId)
            .setGroup(RaftGroup.valueOf(groupId, self))
            .setProperties(properties)
            .setStateMachine(new BaseStateMachine())
            .setOption(StartupOption.RECOVER)
            .build();
    server.start();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> server.getDivision(groupId).getInfo().isLeaderReady());
    return server;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}

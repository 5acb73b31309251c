package io.zonekeep.client;

import com.google.protobuf.ByteString;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.zonekeep.v1.Call;
import io.zonekeep.v1.CallError;
import io.zonekeep.v1.ClusterServiceGrpc;
import io.zonekeep.v1.ErrorReason;
import io.zonekeep.v1.ExchangeRequest;
import io.zonekeep.v1.ExchangeResponse;
import io.zonekeep.v1.GetRequest;
import io.zonekeep.v1.GetResponse;
import io.zonekeep.v1.GetStatusRequest;
import io.zonekeep.v1.GetStatusResponse;
import io.zonekeep.v1.HandOverRequest;
import io.zonekeep.v1.HandOverResponse;
import io.zonekeep.v1.KeyValueServiceGrpc;
import io.zonekeep.v1.Node;
import io.zonekeep.v1.Partition;
import io.zonekeep.v1.PrimaryHint;
import io.zonekeep.v1.Reply;
import io.zonekeep.v1.Role;
import io.zonekeep.v1.StreamServiceGrpc;
import io.zonekeep.v1.Topology;
import io.zonekeep.v1.WatchTopologyRequest;
import io.zonekeep.v1.WatchTopologyResponse;
import io.zonekeep.v1.Welcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A node on a real port that says and answers what a test tells it to. For many threads. */
final class ScriptedNode implements AutoCloseable {
  private final String id;
  private final MemoryStore store;
  private final ScriptedFeed feed = new ScriptedFeed();
  private final Server server;
  private final int port;
  private final Set<StreamObserver<WatchTopologyResponse>> watchers = ConcurrentHashMap.newKeySet();
  private final Set<StreamObserver<ExchangeResponse>> streams = ConcurrentHashMap.newKeySet();
  private final List<Call> received = new CopyOnWriteArrayList<>();
  private final List<Integer> frames = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService heartbeat = Executors.newSingleThreadScheduledExecutor();
  private final Queue<Runnable> whileFrozen = new ArrayDeque<>();
  private volatile List<ScriptedNode> members = List.of();
  private volatile long term;
  private volatile String primary = "";
  private volatile boolean self;
  private volatile boolean frozen;
  private volatile boolean silentOnStream;
  private volatile boolean keepsCalls = true;
  private volatile HandOverRequest handedOver = HandOverRequest.getDefaultInstance();
  private volatile boolean refusesStreams;

  /** Gives the reply to a call; null: none. */
  private volatile Function<Call, @Nullable Reply> script = call -> null;

  private volatile boolean scripted;

  ScriptedNode(String id, MemoryStore store) {
    this(id, store, 0);
  }

  ScriptedNode(String id, MemoryStore store, int wantedPort) {
    this.id = id;
    this.store = store;
    try {
      this.server =
          NettyServerBuilder.forAddress(
                  new InetSocketAddress(InetAddress.getLoopbackAddress(), wantedPort))
              .addService(new ClusterPart())
              .addService(new StreamPart())
              .addService(new KeyValuePart())
              .addService(feed)
              .maxInboundMessageSize(16 * 1024 * 1024)
              .permitKeepAliveTime(1, TimeUnit.SECONDS)
              .permitKeepAliveWithoutCalls(true)
              .build()
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    port = server.getPort();
    var unused = heartbeat.scheduleAtFixedRate(this::tell, 300, 300, TimeUnit.MILLISECONDS);
  }

  String id() {
    return id;
  }

  int port() {
    return port;
  }

  String address() {
    return "127.0.0.1:" + port();
  }

  static String target(ScriptedNode... nodes) {
    return "zonekeep:///" + String.join(",", Stream.of(nodes).map(ScriptedNode::address).toList());
  }

  void members(ScriptedNode... nodes) {
    members = List.of(nodes);
  }

  /** States who is primary, to all who watch. */
  void state(long newTerm, String newPrimary) {
    term = newTerm;
    primary = newPrimary;
    self = newPrimary.equals(id);
    tell();
  }

  void script(Function<Call, @Nullable Reply> newScript) {
    script = newScript;
    scripted = true;
  }

  void unscript() {
    scripted = false;
  }

  /** As a stopped process: connections stay, nothing is said any more. */
  void freeze() {
    frozen = true;
  }

  /** Goes on where it was frozen: what came meanwhile is taken now. */
  void thaw() {
    Runnable next;
    synchronized (whileFrozen) {
      frozen = false;
      next = whileFrozen.poll();
    }
    while (next != null) {
      next.run();
      synchronized (whileFrozen) {
        next = whileFrozen.poll();
      }
    }
    tell();
  }

  private void whenThawed(Runnable step) {
    synchronized (whileFrozen) {
      if (frozen) {
        whileFrozen.add(step);
        return;
      }
    }
    step.run();
  }

  /** Carries calls out but keeps the answers. */
  void swallowAnswers(boolean swallow) {
    silentOnStream = swallow;
  }

  /** For long runs: forgets what it received. */
  void forgetCalls() {
    keepsCalls = false;
  }

  void breakStreams() {
    List<StreamObserver<ExchangeResponse>> broken = List.copyOf(streams);
    broken.forEach(streams::remove);
    for (StreamObserver<ExchangeResponse> stream : broken) {
      quietly(
          stream,
          () -> stream.onError(Status.UNAVAILABLE.withDescription("cut").asRuntimeException()));
    }
  }

  /** Ends each batch stream as soon as it begins. */
  void refuseStreams(boolean refuse) {
    refusesStreams = refuse;
    if (refuse) {
      breakStreams();
    }
  }

  ScriptedFeed feed() {
    return feed;
  }

  List<Call> received() {
    return received;
  }

  List<Integer> frames() {
    return frames;
  }

  /** The last handover asked for. */
  HandOverRequest handedOver() {
    return handedOver;
  }

  void tell() {
    if (!frozen) {
      WatchTopologyResponse news =
          WatchTopologyResponse.newBuilder().setTopology(topology()).build();
      watchers.forEach(watcher -> send(watcher, news));
    }
  }

  Topology topology() {
    Topology.Builder topology =
        Topology.newBuilder()
            .setCluster("scripted")
            .setObserverNode(id)
            .setStoreTimeMillis(store.timeMillis())
            .addPartitions(
                Partition.newBuilder()
                    .setTerm(term)
                    .setPrimaryNode(primary)
                    .setPrimaryIsSelf(self));
    for (ScriptedNode member : members) {
      topology.addNodes(
          Node.newBuilder()
              .setId(member.id)
              .setZone("zone-" + member.id)
              .setClientAddress(member.address())
              .setRole(member.id.equals(primary) ? Role.ROLE_PRIMARY : Role.ROLE_STANDBY));
    }
    return topology.build();
  }

  @Override
  public void close() {
    stop();
  }

  /** As a process that is killed. */
  void stop() {
    heartbeat.shutdownNow();
    server.shutdownNow();
    try {
      server.awaitTermination(2, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  PrimaryHint hint() {
    String address =
        members.stream()
            .filter(member -> member.id.equals(primary))
            .map(ScriptedNode::address)
            .findFirst()
            .orElse("");
    return PrimaryHint.newBuilder()
        .setTerm(term)
        .setPrimaryNode(primary)
        .setPrimaryAddress(address)
        .build();
  }

  private @Nullable Reply answer(ByteString client, Call call) {
    if (scripted) {
      return script.apply(call);
    }
    if (!self) {
      return Reply.newBuilder()
          .setCallId(call.getCallId())
          .setError(
              CallError.newBuilder()
                  .setReason(ErrorReason.ERROR_REASON_NOT_PRIMARY)
                  .setPrimary(hint()))
          .build();
    }
    return store.apply(client, call);
  }

  /** Observers are not for many threads, but this node is. */
  private static <T> void send(StreamObserver<T> observer, T message) {
    quietly(observer, () -> observer.onNext(message));
  }

  private static void quietly(StreamObserver<?> observer, Runnable step) {
    synchronized (observer) {
      try {
        step.run();
      } catch (RuntimeException ignored) {
        // The stream has ended meanwhile.
      }
    }
  }

  private final class StreamPart extends StreamServiceGrpc.StreamServiceImplBase {
    @Override
    public StreamObserver<ExchangeRequest> exchange(StreamObserver<ExchangeResponse> out) {
      streams.add(out);
      return new StreamObserver<>() {
        private ByteString client = ByteString.EMPTY;

        @Override
        public void onNext(ExchangeRequest frame) {
          if (refusesStreams) {
            breakStreams();
          } else {
            whenThawed(() -> take(frame));
          }
        }

        private void take(ExchangeRequest frame) {
          ExchangeResponse.Builder response =
              ExchangeResponse.newBuilder().setStoreTimeMillis(store.timeMillis());
          if (frame.hasHello()) {
            client = frame.getHello().getClientId();
            response.setWelcome(Welcome.newBuilder().setNodeId(id).setPrimary(hint()));
          } else {
            frames.add(frame.getCallsCount());
          }
          for (Call call : frame.getCallsList()) {
            if (keepsCalls) {
              received.add(call);
            }
            Reply reply = answer(client, call);
            if (reply != null && !silentOnStream) {
              response.addReplies(reply);
            }
          }
          if (streams.contains(out)) {
            send(out, response.build());
          }
        }

        @Override
        public void onError(Throwable failure) {
          streams.remove(out);
        }

        @Override
        public void onCompleted() {
          streams.remove(out);
          quietly(out, out::onCompleted);
        }
      };
    }
  }

  private final class ClusterPart extends ClusterServiceGrpc.ClusterServiceImplBase {
    @Override
    public void watchTopology(
        WatchTopologyRequest request, StreamObserver<WatchTopologyResponse> out) {
      watchers.add(out);
      if (!frozen) {
        send(out, WatchTopologyResponse.newBuilder().setTopology(topology()).build());
      }
    }

    @Override
    public void getStatus(GetStatusRequest request, StreamObserver<GetStatusResponse> out) {
      if (!frozen) {
        out.onNext(
            GetStatusResponse.newBuilder()
                .setNode(Node.newBuilder().setId(id))
                .setTopology(topology())
                .build());
        out.onCompleted();
      }
    }

    @Override
    public void handOver(HandOverRequest request, StreamObserver<HandOverResponse> out) {
      handedOver = request;
      out.onNext(
          HandOverResponse.newBuilder()
              .setPrimaryNode(request.getTargetNode())
              .setTerm(term + 1)
              .build());
      out.onCompleted();
    }
  }

  private final class KeyValuePart extends KeyValueServiceGrpc.KeyValueServiceImplBase {
    @Override
    public void get(GetRequest request, StreamObserver<GetResponse> out) {
      Call call = Call.newBuilder().setGet(request).build();
      received.add(call);
      Reply reply = scripted ? script.apply(call) : null;
      if (reply != null && reply.hasError()) {
        out.onError(Refusals.exception(reply.getError()));
      } else {
        out.onNext(store.get(request.getKey()));
        out.onCompleted();
      }
    }
  }
}

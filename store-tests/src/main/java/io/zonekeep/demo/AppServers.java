package io.zonekeep.demo;

import io.zonekeep.cluster.ChildProcess;
import io.zonekeep.cluster.JavaCommand;
import io.zonekeep.cluster.LocalCluster;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The simple shop: two app servers, to which users talk in turn; they belong to no zone. */
final class AppServers implements Shop {
  private static final Duration START = Duration.ofSeconds(60);
  private static final List<String> FLAGS =
      List.of(
          "-Xmx96m",
          "-XX:+UseSerialGC",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  private final List<ChildProcess> processes;
  private final List<URI> addresses;

  private AppServers(List<ChildProcess> processes, List<URI> addresses) {
    this.processes = processes;
    this.addresses = addresses;
  }

  static AppServers start(LocalCluster cluster, Path place) {
    List<ChildProcess> processes =
        Stream.of("app-1", "app-2").map(name -> startOne(name, cluster, place)).toList();
    return new AppServers(
        processes,
        processes.stream().map(server -> URI.create(server.awaitReady(START).words())).toList());
  }

  /** Those that run already. */
  static Storefronts at(List<URI> addresses) {
    return (user, requests) -> new Visit(addresses, user, requests);
  }

  @Override
  public Storefront open(int user, Requests requests) {
    return new Visit(addresses, user, requests);
  }

  @Override
  public String loseZone(String zone) {
    return "";
  }

  @Override
  public void startZone(String zone) {}

  @Override
  public List<ChildProcess> processes() {
    return processes;
  }

  @Override
  public List<String> howToVisit() {
    return List.of(
        "  curl -d berta %s/login        # prints a session's id".formatted(addresses.get(0)),
        "  curl -H 'Session: ID' -d apple %s/cart/add".formatted(addresses.get(1)),
        "  curl -H 'Session: ID' %s/cart".formatted(addresses.get(0)));
  }

  @Override
  public void close() {
    processes.forEach(ChildProcess::kill);
  }

  private static ChildProcess startOne(String name, LocalCluster cluster, Path place) {
    return ChildProcess.start(
        name,
        JavaCommand.of(AppServer.class, FLAGS, List.of(cluster.target())),
        place.resolve(name + ".log"));
  }

  /** Goes to the other server with each request. */
  private static final class Visit implements Storefront {
    private static final int ITEMS_MAX = 40;

    private final List<URI> addresses;
    private final Requests requests;
    private String session = "";
    private int turn;

    Visit(List<URI> addresses, int user, Requests requests) {
      this.addresses = addresses;
      this.requests = requests;
      this.turn = user;
    }

    @Override
    public Answer logIn(String name) throws InterruptedException {
      session = "";
      Answer answer = send("POST", "/login", name);
      if (answer.isGiven()) {
        session = answer.text();
      }
      return answer;
    }

    @Override
    public Answer add(String item) throws InterruptedException {
      return send("POST", "/cart/add", item);
    }

    @Override
    public Answer cart() throws InterruptedException {
      return send("GET", "/cart", "");
    }

    @Override
    public Answer who() throws InterruptedException {
      return send("GET", "/who", "");
    }

    @Override
    public Answer logOut() throws InterruptedException {
      return send("POST", "/logout", "");
    }

    @Override
    public String item(int number) {
      return "item-" + number;
    }

    @Override
    public int itemsMax() {
      return ITEMS_MAX;
    }

    private Answer send(String method, String page, String body) throws InterruptedException {
      URI server = addresses.get(turn++ % addresses.size());
      return requests.send(
          HttpRequest.newBuilder(server.resolve(page))
              .timeout(Requests.TIMEOUT)
              .header(AppServer.SESSION, session)
              .method(
                  method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
              .build(),
          Visit::read);
    }

    private static Answer read(HttpResponse<String> response) {
      return switch (response.statusCode()) {
        case 200 -> Answer.of(response.body());
        case 401 -> Answer.notLoggedIn();
        default -> Answer.failed(response.statusCode() + " " + response.body());
      };
    }
  }
}

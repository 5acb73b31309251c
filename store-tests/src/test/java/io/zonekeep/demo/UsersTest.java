package io.zonekeep.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeep.cluster.Pause;
import io.zonekeep.memory.MemoryClient;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The demo must see what goes wrong: its verdict is only worth what its users notice. */
class UsersTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final MemoryClient client = new MemoryClient();
  private AppServer one;
  private AppServer other;

  @BeforeEach
  void start() throws IOException {
    one = new AppServer(client, 0);
    other = new AppServer(client, 0);
    one.start();
    other.start();
  }

  @AfterEach
  void stop() {
    one.close();
    other.close();
  }

  @Test
  void usersOfTwoStatelessServersFindTheirCartsWhole() {
    Users users = crowd();
    Pause.until("requests", LONG, () -> users.tally().requests() > 2000);
    users.close();
    assertThat(users.tally().failed()).as("%s", users.tally().reasons()).isZero();
    assertThat(users.tally().losses()).isEmpty();
    assertThat(users.tally().cartsRead()).isGreaterThan(500);
  }

  @Test
  void aLostItemIsNoticed() {
    Users users = crowd();
    Pause.until("requests", LONG, () -> users.tally().requests() > 200);
    client.sessions("").loseSaves();
    Pause.until("a loss", LONG, () -> !users.tally().losses().isEmpty());
    users.close();
    assertThat(users.tally().losses().values()).anyMatch(what -> what.startsWith("missing"));
  }

  @Test
  void aSessionThatIsGoneIsAFailedRequestAndALostCart() {
    Users users = crowd();
    Pause.until("requests", LONG, () -> users.tally().requests() > 200);
    client.sessions("").forgetAll();
    Pause.until("a loss", LONG, () -> !users.tally().losses().isEmpty());
    users.close();
    assertThat(users.tally().failed()).isPositive();
  }

  @Test
  void aServerThatDoesNotAnswerIsAFailedRequest() {
    Users users = crowd();
    Pause.until("requests", LONG, () -> users.tally().requests() > 200);
    other.close();
    Pause.until("a failure", LONG, () -> users.tally().failed() > 0);
    users.close();
    assertThat(users.tally().losses()).isEmpty();
  }

  private Users crowd() {
    List<URI> servers =
        List.of(
            URI.create("http://127.0.0.1:" + one.port()),
            URI.create("http://127.0.0.1:" + other.port()));
    Users users = new Users(20, AppServers.at(servers), Duration.ofMillis(5));
    users.start();
    return users;
  }
}

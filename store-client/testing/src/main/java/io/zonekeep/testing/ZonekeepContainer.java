package io.zonekeep.testing;

import java.time.Duration;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.DockerImageName;

/**
 * A store of one node in a container, for Testcontainers. It serves when {@code start} returns.
 *
 * <p>The image is the one of deploy/Dockerfile: {@code zonekeep}, or what the environment variable
 * {@code ZONEKEEP_IMAGE} names, or the constructor's.
 */
public final class ZonekeepContainer extends GenericContainer<ZonekeepContainer> {
  /** Names another image for all tests. */
  public static final String IMAGE_VARIABLE = "ZONEKEEP_IMAGE";

  public static final String IMAGE_DEFAULT = "zonekeep";

  private static final int CLIENT_PORT = 7101;
  private static final int ADMIN_PORT = 7301;
  private static final Duration START_MAX = Duration.ofSeconds(60);
  private static final String CONFIG_FILE = "/etc/zonekeep/zonekeep.conf";

  /** The host is the node's own view of itself; clients come by the published port. */
  private static final String CONFIG =
      """
      zonekeep {
        cluster.name = container
        cluster.nodes = [
          { id = container, zone = container, host = "127.0.0.1", client_port = 7101, raft_port = 7201, admin_port = 7301 }
        ]
        node.id = container
      }
      """;

  /** The default image. */
  public ZonekeepContainer() {
    this(System.getenv().getOrDefault(IMAGE_VARIABLE, IMAGE_DEFAULT));
  }

  /** The image of this name. */
  public ZonekeepContainer(String image) {
    super(DockerImageName.parse(image));
    withCopyToContainer(Transferable.of(CONFIG), CONFIG_FILE);
    withExposedPorts(CLIENT_PORT, ADMIN_PORT);
    waitingFor(
        Wait.forHttp("/ready")
            .forPort(ADMIN_PORT)
            .forStatusCode(200)
            .withStartupTimeout(START_MAX));
  }

  /** What a client connects to: {@code zonekeep:///HOST:PORT}. */
  public String target() {
    return "zonekeep:///" + getHost() + ":" + getMappedPort(CLIENT_PORT);
  }

  /** Where the node's pages are: {@code http://HOST:PORT}, with {@code /metrics}. */
  public String adminAddress() {
    return "http://" + getHost() + ":" + getMappedPort(ADMIN_PORT);
  }
}

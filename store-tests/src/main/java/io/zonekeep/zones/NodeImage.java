package io.zonekeep.zones;

import io.zonekeep.cluster.Command;
import io.zonekeep.cluster.ProjectFiles;
import io.zonekeep.server.StoreServer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The image of a node, built as users build it but for its base, which is made of this machine's
 * own files: tests reach no registry of images.
 *
 * @param base has, besides Java, what a router between zones needs
 */
public record NodeImage(String name, String base) {
  private static final String NAME = "zonekeep-test";

  /** Builds it from the packaged server; what has not changed is not built again. */
  public static NodeImage build() {
    NodeImage image = new NodeImage(NAME, localBase());
    Command.run(
        "docker",
        "build",
        "--file=" + project().resolve("deploy/Dockerfile"),
        "--build-arg=BASE=" + image.base,
        "--tag=" + image.name,
        project().toString());
    return image;
  }

  /** Makes the base and returns its name. */
  static String localBase() {
    if (!Files.isRegularFile(ProjectFiles.codeOf(StoreServer.class))) {
      throw new IllegalStateException(
          "containers run the packaged server: run deploy/test, or Maven up to 'verify'");
    }
    return Command.run(project().resolve("deploy/local-base").toString());
  }

  static Path project() {
    return ProjectFiles.find("deploy/Dockerfile")
        .orElseThrow(() -> new IllegalStateException("not within the project's folder"))
        .resolve("../..")
        .normalize();
  }
}

package io.zonekeep.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeep.shop.ShopApplication;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The demonstration with the shop behind HAProxy, shortened. */
class BalancedDemoTest {
  @Test
  void noUserNoticesThatAZoneDies(@TempDir Path folder) {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    Demo demo =
        new Demo(
            new Screen(new PrintStream(printed, true, UTF_8), false),
            () -> folder,
            Balancer.find(),
            Optional.of(ShopApp.Program.compiled(ShopApplication.class)));
    int exitCode =
        new CommandLine(demo).execute("--seconds", "2", "--users", "30", "--think", "500");
    String output = printed.toString(UTF_8);
    assertThat(exitCode).as("%s", output).isZero();
    assertThat(output)
        .contains("HAProxy before the apps", "and of its zone's apps", "is thawed", "requests/s")
        .containsPattern("failed requests +0\n")
        .containsPattern("carts that lost an item +0\n");
  }
}

package io.zonekeep.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.EventConditions;
import org.junit.platform.testkit.engine.TestExecutionResultConditions;

/** When stores begin and end, seen from outside of the tests that use them. */
final class ExtensionLifeTest {
  private static final List<Long> pids = new CopyOnWriteArrayList<>();

  @BeforeEach
  void forget() {
    pids.clear();
  }

  @ZonekeepStore(settings = "expiry.sweep_interval = 50ms")
  static final class OnePerClass {
    @Test
    void one(TestStore store) {
      pids.add(store.pid());
    }

    @Test
    void two(TestStore store) {
      pids.add(store.pid());
    }
  }

  static final class OnePerMethod {
    @RegisterExtension final ZonekeepExtension store = new ZonekeepExtension();

    @Test
    void one(TestStore mine) {
      pids.add(mine.pid());
      assertThat(mine.target()).isEqualTo(store.target());
    }

    @Test
    void two(TestStore mine) {
      pids.add(mine.pid());
    }
  }

  @ZonekeepStore(settings = "expiry.sweep = 50ms")
  static final class WrongSetting {
    @Test
    void never() {}
  }

  @Test
  void aClassHasOneStoreWhichEndsWithIt() {
    run(OnePerClass.class).testEvents().assertStatistics(tests -> tests.succeeded(2));

    assertThat(Set.copyOf(pids)).hasSize(1);
    assertThat(pids).noneMatch(ExtensionLifeTest::lives);
  }

  @Test
  void aFieldThatIsNotStaticGivesEachMethodItsOwn() {
    run(OnePerMethod.class).testEvents().assertStatistics(tests -> tests.succeeded(2));

    assertThat(Set.copyOf(pids)).hasSize(2);
    assertThat(pids).noneMatch(ExtensionLifeTest::lives);
  }

  @Test
  void aWrongSettingIsNamed() {
    run(WrongSetting.class)
        .containerEvents()
        .assertThatEvents()
        .haveExactly(
            1,
            EventConditions.finishedWithFailure(
                TestExecutionResultConditions.message(text -> text.contains("expiry.sweep"))));
  }

  @Test
  void aStoreEndsAndLeavesNothingWhenTheTestsJvmIsKilled(@TempDir Path temporary)
      throws IOException {
    Process tests =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                System.getProperty("java.class.path"),
                KilledTests.class.getName())
            .redirectErrorStream(true)
            .start();
    long pid;
    try (var lines = tests.inputReader()) {
      pid =
          lines
              .lines()
              .filter(line -> line.startsWith(KilledTests.STARTED))
              .mapToLong(line -> Long.parseLong(line.substring(KilledTests.STARTED.length())))
              .findFirst()
              .orElseThrow();
      assertThat(lives(pid)).isTrue();
      assertThat(contents(temporary)).anyMatch(name -> name.startsWith("zonekeep-embedded-"));
      tests.destroyForcibly();
    }

    try {
      Awaitility.await().until(() -> !lives(pid));
    } finally {
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }
    assertThat(contents(temporary)).noneMatch(name -> name.startsWith("zonekeep-"));
  }

  private static EngineExecutionResults run(Class<?> tests) {
    return EngineTestKit.engine("junit-jupiter").selectors(selectClass(tests)).execute();
  }

  private static boolean lives(long pid) {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
  }

  private static List<String> contents(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(path -> path.getFileName().toString()).toList();
    }
  }
}

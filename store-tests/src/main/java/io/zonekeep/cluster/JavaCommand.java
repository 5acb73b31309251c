package io.zonekeep.cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Command lines of other JVMs, of the release that runs this one. */
public final class JavaCommand {
  private JavaCommand() {}

  public static List<String> of(Class<?> main, List<String> flags, List<String> arguments) {
    return of(flags, List.of("-cp", classPath(), main.getName()), arguments);
  }

  /** {@code program}: what to run, as {@code -jar} and a file. */
  public static List<String> of(List<String> flags, List<String> program, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(java());
    command.addAll(flags);
    command.addAll(program);
    command.addAll(arguments);
    return command;
  }

  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  public static String classPath() {
    return System.getProperty("java.class.path");
  }
}

package io.zonekeep.cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs classes of this process's class path in a process of their own. */
public final class JavaCommand {
  private JavaCommand() {}

  public static List<String> of(Class<?> main, List<String> flags, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(java());
    command.addAll(flags);
    command.add("-cp");
    command.add(classPath());
    command.add(main.getName());
    command.addAll(arguments);
    return command;
  }

  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  static String classPath() {
    return System.getProperty("java.class.path");
  }
}

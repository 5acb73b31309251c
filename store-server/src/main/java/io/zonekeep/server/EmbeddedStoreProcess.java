package io.zonekeep.server;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * An {@link EmbeddedStore} as a process, for tests whose own Java is older: {@code READY TARGET} on
 * standard output when it serves, settings as arguments {@code key=value}.
 *
 * <p>It lives until its standard input ends, which also happens when whoever started it was killed;
 * then it deletes its folder.
 */
public final class EmbeddedStoreProcess {
  private static final String READY = "READY ";
  private static final int EXIT_FAILED = 2;

  private EmbeddedStoreProcess() {}

  public static void main(String[] arguments) {
    StoreServer.configureLog();
    try (EmbeddedStore store = EmbeddedStore.start(settings(arguments))) {
      System.out.println(READY + store.target());
      awaitEndOfInput();
    } catch (RuntimeException | IOException e) {
      System.err.println("zonekeep-embedded: " + String.valueOf(e.getMessage()).replace('\n', ' '));
      System.err.flush();
      Runtime.getRuntime().halt(EXIT_FAILED);
    }
    Runtime.getRuntime().halt(0);
  }

  private static Map<String, Object> settings(String[] arguments) {
    Map<String, Object> settings = new HashMap<>();
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException("\"" + argument + "\" is not key=value");
      }
      settings.put(argument.substring(0, equals), argument.substring(equals + 1));
    }
    return settings;
  }

  private static void awaitEndOfInput() throws IOException {
    while (System.in.read() >= 0) {
      // Nothing is said to it.
    }
  }
}

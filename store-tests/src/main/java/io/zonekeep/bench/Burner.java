package io.zonekeep.bench;

import java.util.concurrent.atomic.LongAdder;

/** Keeps all processors busy until it is killed, in a process of its own. */
final class Burner {
  private Burner() {}

  public static void main(String[] arguments) {
    LongAdder spins = new LongAdder();
    for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
      new Thread(
              () -> {
                while (spins.sum() >= 0) {
                  spins.increment();
                }
              })
          .start();
    }
    System.out.println("READY to burn");
  }
}

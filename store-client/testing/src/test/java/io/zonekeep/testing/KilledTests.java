package io.zonekeep.testing;

/** Stands for tests whose JVM is killed while their store runs. */
final class KilledTests {
  static final String STARTED = "STARTED ";

  private KilledTests() {}

  public static void main(String[] arguments) throws InterruptedException {
    TestStore store = TestStore.start();
    System.out.println(STARTED + store.pid());
    Thread.currentThread().join();
  }
}

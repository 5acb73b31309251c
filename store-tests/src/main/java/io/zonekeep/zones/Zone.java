package io.zonekeep.zones;

/** One zone: a network of its own with one node in it. Addresses are fixed, so that rules last. */
public record Zone(String id, int number) {
  /** A private range that home and office networks seldom use. */
  private static final String PREFIX = "10.213.";

  static final String ALL_SUBNETS = PREFIX + "0.0/16";

  String subnet() {
    return PREFIX + number + ".0/24";
  }

  /** Of the node. */
  public String address() {
    return PREFIX + number + ".10";
  }

  String routerAddress() {
    return PREFIX + number + ".254";
  }

  String network() {
    return "zonekeep-test-" + id;
  }

  String container() {
    return "zonekeep-test-node-" + id;
  }
}

package io.zonekeep.demo;

/** Opens the shop for one user after the other. */
public interface Storefronts {
  /** For the user of that number, whose requests go through {@code requests}. */
  Storefront open(int user, Requests requests);
}

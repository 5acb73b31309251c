package io.zonekeep.demo;

import io.zonekeep.demo.Storefront.Answer;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * One simulated user, in a thread of its own: logs in, fills a cart and reads it back, and knows
 * what must be in it.
 */
final class User {
  private final String name;
  private final Storefront shop;
  private final Tally tally;
  private final Random random;

  /** Certainly in the cart. */
  private final Set<String> added = new TreeSet<>();

  /** In the cart or not: their requests failed. */
  private final Set<String> unsure = new TreeSet<>();

  private boolean loggedIn;
  private int items;

  User(int number, Storefront shop, Tally tally) {
    this.name = "user-" + number;
    this.shop = shop;
    this.tally = tally;
    this.random = new Random(number);
  }

  /** Does one thing, whichever comes next. */
  void act() throws InterruptedException {
    if (!loggedIn) {
      logIn();
    } else if (added.size() >= shop.itemsMax()) {
      readCart();
      logOut();
    } else {
      int dice = random.nextInt(10);
      if (dice < 5) {
        addItem();
      } else if (dice < 9) {
        readCart();
      } else {
        askWho();
      }
    }
  }

  /** Reads the cart a last time. */
  void leave() throws InterruptedException {
    if (loggedIn) {
      readCart();
    }
  }

  private void logIn() throws InterruptedException {
    loggedIn = shop.logIn(name).isGiven();
  }

  private void addItem() throws InterruptedException {
    String item = shop.item(items++);
    (heard(shop.add(item)).isPresent() ? added : unsure).add(item);
  }

  private void readCart() throws InterruptedException {
    Optional<String> cart = heard(shop.cart());
    if (cart.isEmpty()) {
      return;
    }
    tally.cartRead();
    Set<String> missing = new TreeSet<>(added);
    Set<String> strange = new TreeSet<>(cart.get().lines().toList());
    missing.removeAll(strange);
    strange.removeAll(added);
    strange.removeAll(unsure);
    if (!missing.isEmpty()) {
      tally.cartLost(name, "missing: " + missing);
    } else if (!strange.isEmpty()) {
      tally.cartLost(name, "never added: " + strange);
    }
  }

  private void askWho() throws InterruptedException {
    Optional<String> answer = heard(shop.who());
    if (answer.isPresent() && !answer.get().equals(name)) {
      tally.cartLost(name, "taken for " + answer.get());
    }
  }

  private void logOut() throws InterruptedException {
    shop.logOut();
    forget();
  }

  /** Empty: the request failed. */
  private Optional<String> heard(Answer answer) {
    return switch (answer.kind()) {
      case GIVEN -> Optional.of(answer.text());
      case FAILED -> Optional.empty();
      case NOT_LOGGED_IN -> {
        tally.cartLost(name, "the session is gone with " + new ArrayList<>(added));
        forget();
        yield Optional.empty();
      }
    };
  }

  private void forget() {
    loggedIn = false;
    added.clear();
    unsure.clear();
  }
}

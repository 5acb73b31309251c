package io.zonekeep.demo;

/**
 * The shop as one user has it before them, with what their browser keeps for them. Used by the
 * user's thread alone.
 */
public interface Storefront {
  Answer logIn(String name) throws InterruptedException;

  Answer add(String item) throws InterruptedException;

  /** The items in the cart, a line each. */
  Answer cart() throws InterruptedException;

  /** The name that the user is known by. */
  Answer who() throws InterruptedException;

  Answer logOut() throws InterruptedException;

  /**
   * What to put into the cart next: another item for each of {@link #itemsMax} numbers in a row.
   */
  String item(int number);

  /** How many items a cart can hold. */
  int itemsMax();

  /** What a request came to. */
  record Answer(Kind kind, String text) {
    static Answer of(String text) {
      return new Answer(Kind.GIVEN, text);
    }

    static Answer notLoggedIn() {
      return new Answer(Kind.NOT_LOGGED_IN, "not logged in");
    }

    static Answer failed(String why) {
      return new Answer(Kind.FAILED, why);
    }

    boolean isGiven() {
      return kind == Kind.GIVEN;
    }
  }

  enum Kind {
    GIVEN,
    /** To a user who had logged in: their session is lost. */
    NOT_LOGGED_IN,
    FAILED
  }
}

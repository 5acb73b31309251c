package io.zonekeep.shop;

import jakarta.servlet.http.HttpSession;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/**
 * A user's cart, in the session: one attribute an item, its value the quantity. So two requests
 * that change different items at the same time, on two apps, both win.
 *
 * <p>A quantity is set, never added to: a request may be made twice with the same result, which
 * lets the balancer repeat it when an app is lost over it.
 */
final class Cart {
  static final int QUANTITY_MAX = 99;

  private static final String PREFIX = "cart/";

  private final HttpSession session;
  private final Catalogue catalogue;

  Cart(HttpSession session, Catalogue catalogue) {
    this.session = session;
    this.catalogue = catalogue;
  }

  /** An item in the cart. */
  record Line(Item item, int quantity) {
    int cents() {
      return item.cents() * quantity;
    }

    String price() {
      return Item.price(cents());
    }

    int more() {
      return Math.min(quantity + 1, QUANTITY_MAX);
    }

    int less() {
      return Math.max(quantity - 1, 0);
    }
  }

  /** Those with a quantity, in the order of their ids. */
  List<Line> lines() {
    List<Line> lines = new ArrayList<>();
    for (String attribute : Collections.list(session.getAttributeNames())) {
      if (attribute.startsWith(PREFIX) && catalogue.sells(attribute.substring(PREFIX.length()))) {
        Item item = catalogue.item(attribute.substring(PREFIX.length()));
        lines.add(new Line(item, quantity(item)));
      }
    }
    lines.sort((one, other) -> one.item().id().compareTo(other.item().id()));
    return lines;
  }

  /** 0: not in the cart. */
  int quantity(Item item) {
    return session.getAttribute(PREFIX + item.id()) instanceof Integer quantity ? quantity : 0;
  }

  /**
   * Sets an item's quantity; 0 takes it out.
   *
   * @throws ResponseStatusException 400 if it is not in 0 to 99
   */
  void set(Item item, int quantity) {
    if (quantity < 0 || quantity > QUANTITY_MAX) {
      throw new ResponseStatusException(
          HttpStatus.BAD_REQUEST,
          "quantity: %d is not in 0 to %d".formatted(quantity, QUANTITY_MAX));
    }
    if (quantity == 0) {
      session.removeAttribute(PREFIX + item.id());
    } else {
      session.setAttribute(PREFIX + item.id(), quantity);
    }
  }

  void empty() {
    for (Line line : lines()) {
      set(line.item(), 0);
    }
  }

  static int cents(List<Line> lines) {
    return lines.stream().mapToInt(Line::cents).sum();
  }
}

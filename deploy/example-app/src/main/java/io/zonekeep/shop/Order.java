package io.zonekeep.shop;

import jakarta.servlet.http.HttpSession;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/**
 * The user's last order, in the session. Its number is given out with the cart's page and comes
 * back with the check-out: made twice, a check-out is still one order.
 *
 * @param number 1 to 40 characters of a-z 0-9 -
 * @param what the items and quantities, for people
 */
record Order(String number, String what, String total) {
  private static final String NUMBER = "order/number";
  private static final String WHAT = "order/what";
  private static final String TOTAL = "order/total";
  private static final Pattern NUMBERS = Pattern.compile("[a-z0-9-]{1,40}");

  static Optional<Order> last(HttpSession session) {
    return session.getAttribute(NUMBER) instanceof String number
            && session.getAttribute(WHAT) instanceof String what
            && session.getAttribute(TOTAL) instanceof String total
        ? Optional.of(new Order(number, what, total))
        : Optional.empty();
  }

  /**
   * Orders what is in the cart and empties it, in one write of the session, unless this very order
   * has been placed.
   *
   * @return false: neither was there anything to order
   * @throws ResponseStatusException 400 if the number is none
   */
  static boolean place(String number, HttpSession session, Catalogue catalogue) {
    if (!NUMBERS.matcher(number).matches()) {
      throw new ResponseStatusException(
          HttpStatus.BAD_REQUEST, "order: not 1 to 40 characters of a-z 0-9 -");
    }
    if (last(session).filter(order -> order.number().equals(number)).isPresent()) {
      return true;
    }
    Cart cart = new Cart(session, catalogue);
    List<Cart.Line> lines = cart.lines();
    if (lines.isEmpty()) {
      return false;
    }
    session.setAttribute(NUMBER, number);
    session.setAttribute(WHAT, words(lines));
    session.setAttribute(TOTAL, Item.price(Cart.cents(lines)));
    cart.empty();
    return true;
  }

  private static String words(List<Cart.Line> lines) {
    return lines.stream()
        .map(line -> "%d × %s".formatted(line.quantity(), line.item().name()))
        .collect(Collectors.joining(", "));
  }
}

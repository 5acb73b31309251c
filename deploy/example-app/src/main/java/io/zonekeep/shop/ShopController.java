package io.zonekeep.shop;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The shop's pages. Every POST may be repeated with the same result, and redirects to a GET. */
@Controller
class ShopController {
  private final Catalogue catalogue;
  private final StoreStatus store;

  ShopController(Catalogue catalogue, StoreStatus store) {
    this.catalogue = catalogue;
    this.store = store;
  }

  /** An item as the catalogue's page shows it to a user. */
  record Offer(Item item, int quantity) {
    boolean inCart() {
      return quantity > 0;
    }

    int more() {
      return new Cart.Line(item, quantity).more();
    }

    int less() {
      return new Cart.Line(item, quantity).less();
    }
  }

  @GetMapping("/login")
  String logIn(@RequestParam Map<String, String> why, Model page, HttpServletRequest request) {
    if (request.getUserPrincipal() != null) {
      return "redirect:/";
    }
    for (String reason : List.of("refused", "gone", "left")) {
      page.addAttribute(reason, why.containsKey(reason));
    }
    return "login";
  }

  @GetMapping("/")
  String offers(HttpSession session, Model page) {
    Cart cart = new Cart(session, catalogue);
    page.addAttribute(
        "offers",
        catalogue.items().stream().map(item -> new Offer(item, cart.quantity(item))).toList());
    return "catalogue";
  }

  @GetMapping("/cart")
  String cart(HttpSession session, Model page) {
    List<Cart.Line> lines = new Cart(session, catalogue).lines();
    page.addAttribute("lines", lines);
    page.addAttribute("filled", !lines.isEmpty());
    page.addAttribute("total", Item.price(Cart.cents(lines)));
    page.addAttribute("order", UUID.randomUUID().toString());
    return "cart";
  }

  @PostMapping("/cart")
  String setQuantity(
      HttpSession session,
      @RequestParam("item") String item,
      @RequestParam("quantity") int quantity,
      @RequestParam(name = "back", defaultValue = "cart") String back) {
    new Cart(session, catalogue).set(catalogue.item(item), quantity);
    return back.equals("catalogue") ? "redirect:/#" + item : "redirect:/cart";
  }

  @PostMapping("/checkout")
  String checkOut(HttpSession session, @RequestParam("order") String number) {
    return Order.place(number, session, catalogue) ? "redirect:/order" : "redirect:/cart";
  }

  @GetMapping("/order")
  String order(HttpSession session, Model page) {
    Order.last(session).ifPresent(order -> page.addAttribute("order", order));
    return "order";
  }

  @GetMapping("/who")
  String who(Model page) {
    page.addAttribute("nodes", store.nodes());
    return "who";
  }
}

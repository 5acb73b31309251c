package io.zonekeep.shop;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.security.Principal;
import java.util.Optional;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/** What every page shows: who is logged in, how full the cart is, and who served it. */
@ControllerAdvice(assignableTypes = ShopController.class)
class EveryPage {
  private final ShopSettings settings;
  private final StoreStatus store;
  private final Catalogue catalogue;

  EveryPage(ShopSettings settings, StoreStatus store, Catalogue catalogue) {
    this.settings = settings;
    this.store = store;
    this.catalogue = catalogue;
  }

  /** The app that answers, and the store as this app sees it. */
  record ServedBy(String app, String zone, String primaryZone, long term) {}

  @ModelAttribute
  void fill(Model page, HttpServletRequest request, CsrfToken token) {
    Optional<Principal> user = Optional.ofNullable(request.getUserPrincipal());
    page.addAttribute("loggedIn", user.isPresent());
    page.addAttribute("user", user.map(Principal::getName).orElse(""));
    page.addAttribute("pieces", pieces(request));
    page.addAttribute("csrf", token.getToken());
    page.addAttribute(
        "served", new ServedBy(settings.app(), settings.zone(), store.primaryZone(), store.term()));
  }

  private int pieces(HttpServletRequest request) {
    HttpSession session = request.getSession(false);
    return session == null
        ? 0
        : new Cart(session, catalogue).lines().stream().mapToInt(Cart.Line::quantity).sum();
  }
}

package io.zonekeep.shop;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toUnmodifiableMap;

import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/** What the shop sells: the same on every app. */
@Component
class Catalogue {
  private static final List<Item> ITEMS =
      List.of(
          new Item("apple", "Apples", "1 kg", 280, "#c0392b"),
          new Item("apricot", "Apricots", "500 g", 390, "#e59866"),
          new Item("aubergine", "Aubergine", "1 piece", 160, "#5b2c6f"),
          new Item("basil", "Basil", "1 pot", 220, "#1e8449"),
          new Item("beetroot", "Beetroot", "500 g", 190, "#922b5c"),
          new Item("blueberry", "Blueberries", "250 g", 340, "#34495e"),
          new Item("bread", "Rye bread", "1 loaf", 420, "#8d6e42"),
          new Item("butter", "Butter", "250 g", 310, "#d4ac0d"),
          new Item("carrot", "Carrots", "1 kg", 170, "#d35400"),
          new Item("cheese", "Mountain cheese", "200 g", 560, "#c39b1c"),
          new Item("chervil", "Chervil", "1 bunch", 140, "#239b56"),
          new Item("egg", "Eggs", "10 pieces", 390, "#b9770e"),
          new Item("fennel", "Fennel", "1 piece", 180, "#58856a"),
          new Item("honey", "Forest honey", "1 jar", 690, "#b9770e"),
          new Item("leek", "Leek", "1 piece", 120, "#287a4b"),
          new Item("lemon", "Lemons", "4 pieces", 210, "#b7950b"),
          new Item("milk", "Milk", "1 l", 150, "#5d7f9d"),
          new Item("noodles", "Noodles", "500 g", 240, "#a9834f"),
          new Item("onion", "Onions", "1 kg", 160, "#a04000"),
          new Item("pear", "Pears", "1 kg", 330, "#6e8b1e"),
          new Item("plum", "Plums", "1 kg", 290, "#6c3483"),
          new Item("potato", "Potatoes", "2 kg", 320, "#8a6d3b"),
          new Item("spinach", "Spinach", "400 g", 250, "#186a3b"),
          new Item("tomato", "Tomatoes", "500 g", 270, "#cb4335"));

  private final Map<String, Item> byId =
      ITEMS.stream().collect(toUnmodifiableMap(Item::id, identity()));

  List<Item> items() {
    return ITEMS;
  }

  /**
   * Finds an item.
   *
   * @throws ResponseStatusException 400 if there is none of that id
   */
  Item item(String id) {
    Item item = byId.get(id);
    if (item == null) {
      throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "item: the shop has no such thing");
    }
    return item;
  }

  /** Whether the shop still sells it: a session may be older than the catalogue. */
  boolean sells(String id) {
    return byId.containsKey(id);
  }
}

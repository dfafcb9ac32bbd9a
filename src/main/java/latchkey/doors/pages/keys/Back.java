package latchkey.doors.pages.keys;

import latchkey.doors.pages.Home;
import latchkey.doors.pages.Link;
import latchkey.doors.pages.Visit;

/// Where somebody goes on after what they did to keys: the list as they had filtered it, or the
/// key's own page.
public record Back(String path) {
  /// Its name in a query string, and in a form.
  static final String FIELD = "back";

  private static final String KEY = KeyListScreens.LIST + "/";

  /// As the page or its form carries it; the whole list if it carries nothing that is a list or the
  /// page of one key.
  static Back of(Visit visit) {
    return Home.next(visit.form().filled(FIELD).or(() -> visit.parameter(FIELD)))
        .filter(path -> list(path) || path.matches(KEY + "[0-9A-Za-z]+"))
        .map(Back::new)
        .orElse(new Back(KeyListScreens.LIST));
  }

  private static boolean list(String path) {
    return path.equals(KeyListScreens.LIST) || path.startsWith(KeyListScreens.LIST + "?");
  }

  /// For what leaves no key behind.
  Back orList() {
    return list(path) ? this : new Back(KeyListScreens.LIST);
  }

  /// The address of what comes back here.
  public static String link(String to, String path) {
    return path.equals(KeyListScreens.LIST) ? to : Link.to(to).with(FIELD, path).text();
  }
}

package latchkey.doors.pages.keys;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import latchkey.access.Catalog;
import latchkey.access.Grants;
import latchkey.doors.pages.Texts;

/// What a key may reach, as badges: the resources, each once.
///
/// @param full whether it may do everything
/// @param details every permission, for who wants to know
public record Access(List<String> badges, boolean full, String details) {
  private static final int SHOWN = 2;

  public Access {
    badges = List.copyOf(badges);
  }

  static Access of(List<String> granted, Catalog catalog) {
    List<String> names = Grants.ofStored(String.join(" ", granted), catalog).names();
    Set<String> badges = new LinkedHashSet<>();
    Map<String, String> details = new LinkedHashMap<>();
    for (String name : names) {
      String resource = name.substring(0, name.indexOf('.'));
      badges.add(badge(resource));
      details.merge(label(resource), name.substring(resource.length() + 1), (a, b) -> a + ", " + b);
    }
    return new Access(
        List.copyOf(badges),
        names.size() == catalog.permissions().size(),
        details.entrySet().stream()
            .map(one -> one.getKey() + ": " + one.getValue())
            .reduce((a, b) -> a + "\n" + b)
            .orElse(""));
  }

  public List<String> shown() {
    return badges.subList(0, Math.min(SHOWN, badges.size()));
  }

  public int more() {
    return Math.max(0, badges.size() - SHOWN);
  }

  /// What a resource is called; one of the organization's own by its name.
  static String label(String resource) {
    return named("keys.resource." + resource, resource);
  }

  private static String badge(String resource) {
    return named("keys.badge." + resource, label(resource));
  }

  private static String named(String text, String otherwise) {
    Texts texts = Texts.english();
    return texts.has(text) ? texts.of(text) : otherwise;
  }
}

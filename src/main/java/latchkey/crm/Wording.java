package latchkey.crm;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How a list of names, such as the stages, is to be: in this order, each new, kept or renamed.
///
/// @param replacements for each name that is left out, the one that its contacts get
public record Wording(List<Named> names, Map<String, String> replacements) {
  /// A name of the list.
  ///
  /// @param was its name before, if that was another
  public record Named(String name, Optional<String> was) {}

  public Wording {
    names = names.stream().map(named -> new Named(named.name().strip(), named.was())).toList();
    replacements = Map.copyOf(replacements);
  }

  List<String> after() {
    return names.stream().map(Named::name).toList();
  }

  /// Which name becomes which. What is moved from is never moved to, so that it does not matter
  /// in which order contacts are moved.
  Map<String, String> moves(List<String> before) {
    Map<String, String> moves = new LinkedHashMap<>();
    List<String> left = new ArrayList<>(before);
    for (Named named : names) {
      String old = named.was().orElse(named.name());
      boolean was = before.contains(old);
      require(was || named.was().isEmpty(), "there is no \"%s\" to rename", old);
      require(!was || left.remove(old), "\"%s\" stands there twice", old);
      if (!old.equals(named.name())) {
        require(
            !before.contains(named.name()),
            "there is a \"%s\" already: rename to another name, or remove this one",
            named.name());
        moves.put(old, named.name());
      }
    }
    for (String removed : left) {
      String replacement = replacements.getOrDefault(removed, "");
      require(
          after().contains(replacement),
          "choose what contacts of \"%s\" get instead, in replacements: one of the names that stay",
          removed);
      moves.put(removed, replacement);
    }
    replacements.keySet().stream()
        .filter(name -> !left.contains(name))
        .forEach(name -> require(false, "\"%s\" is replaced but not removed", name));
    return moves;
  }

  private static void require(boolean fact, String message, String name) {
    if (!fact) {
      throw new IllegalArgumentException(message.formatted(name));
    }
  }
}

package latchkey.doors.manage;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import latchkey.access.Catalog;
import latchkey.keys.KeyFilter;
import latchkey.keys.KeyFilter.LastUsed;
import latchkey.keys.KeyFilter.Listed;
import latchkey.keys.KeyPage.Order;

/// What callers write to say which keys they mean.
record KeyQuestions(
    Optional<String> search,
    Optional<String> state,
    Optional<String> agentId,
    Optional<String> permission,
    Optional<String> environment,
    Optional<String> createdBy,
    Optional<String> tag,
    Optional<String> lastUsedBefore,
    Optional<String> lastUsedSince,
    Optional<Boolean> neverUsed) {
  static final String[] PARAMETERS = {
    "search",
    "state",
    "agentId",
    "permission",
    "environment",
    "createdBy",
    "tag",
    "lastUsedBefore",
    "lastUsedSince",
    "neverUsed"
  };

  static KeyQuestions of(Call call) {
    return new KeyQuestions(
        call.parameter("search"),
        call.parameter("state"),
        call.parameter("agentId"),
        call.parameter("permission"),
        call.parameter("environment"),
        call.parameter("createdBy"),
        call.parameter("tag"),
        call.parameter("lastUsedBefore"),
        call.parameter("lastUsedSince"),
        call.flag("neverUsed"));
  }

  /// @throws IllegalArgumentException when something is wrong with it
  KeyFilter filter(Catalog catalog) {
    return new KeyFilter(
        search.filter(text -> !text.isBlank()).map(String::strip),
        state.map(text -> one(Listed.values(), "state", text)),
        agentId,
        permission.map(name -> granting(name, catalog)).orElse(List.of()),
        environment.map(KeyFields::environment),
        createdBy,
        tag,
        lastUsed());
  }

  private static List<String> granting(String permission, Catalog catalog) {
    List<String> names = catalog.namesGranting(permission);
    if (names.isEmpty()) {
      throw new IllegalArgumentException(
          "permission is one like contacts.read, not \"" + permission + "\"");
    }
    return names;
  }

  private Optional<LastUsed> lastUsed() {
    boolean never = neverUsed.orElse(false);
    List<LastUsed> wanted =
        Stream.of(
                lastUsedBefore.map(text -> (LastUsed) new LastUsed.Before(KeyFields.instant(text))),
                lastUsedSince.map(text -> (LastUsed) new LastUsed.Since(KeyFields.instant(text))),
                Optional.of(never).filter(yes -> yes).map(_ -> (LastUsed) new LastUsed.Never()))
            .flatMap(Optional::stream)
            .toList();
    if (wanted.size() > 1) {
      throw new IllegalArgumentException(
          "lastUsedBefore, lastUsedSince and neverUsed exclude each other");
    }
    return wanted.stream().findFirst();
  }

  static Order order(Optional<String> sort) {
    return switch (sort.orElse("-createdAt")) {
      case "-createdAt" -> Order.NEWEST;
      case "createdAt" -> Order.OLDEST;
      case "name" -> Order.NAME;
      case "expiresAt" -> Order.END;
      default -> throw Faults.invalid("sort is -createdAt, createdAt, name or expiresAt.");
    };
  }

  /// @throws IllegalArgumentException when it is none of them
  static <E extends Enum<E>> E one(E[] values, String field, String text) {
    return Arrays.stream(values)
        .filter(value -> text(value).equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s is one of %s, not \"%s\""
                        .formatted(
                            field,
                            Arrays.stream(values)
                                .map(KeyQuestions::text)
                                .collect(Collectors.joining(", ")),
                            text)));
  }

  private static String text(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}

package latchkey.limits;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// The limits of one key, in the order in which answers name them; taken together or not at all.
public record Limits(List<Limit> list) {
  public static final int MOST = 8;
  public static final Limits NONE = new Limits(List.of());

  public Limits {
    list = List.copyOf(list);
    if (list.size() > MOST) {
      throw new IllegalArgumentException(
          "A key has at most %d limits, not %d".formatted(MOST, list.size()));
    }
    Set<String> names = new HashSet<>();
    for (Limit limit : list) {
      if (!names.add(limit.name())) {
        throw new IllegalArgumentException("Two limits are named " + limit.name());
      }
    }
  }

  public static Limits of(Limit... limits) {
    return new Limits(Arrays.asList(limits));
  }

  /// Those of these that are not kept by whoever keeps to the other ones.
  public List<Limit> notImpliedBy(Limits other) {
    return list.stream()
        .filter(limit -> other.list.stream().noneMatch(one -> one.implies(limit)))
        .toList();
  }

  /// As stored: `per-minute=60/60s per-hour=1000/3600s`, and empty for [#NONE].
  public String text() {
    return list.stream().map(Limit::text).collect(Collectors.joining(" "));
  }

  public static Limits ofText(String text) {
    if (text.isEmpty()) {
      return NONE;
    }
    return new Limits(Arrays.stream(text.split(" ", -1)).map(Limit::ofText).toList());
  }
}

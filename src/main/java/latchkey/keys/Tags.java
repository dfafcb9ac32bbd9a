package latchkey.keys;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/// What keys are sorted by: each tag once, in the order of the alphabet.
public record Tags(List<String> list) {
  public static final int MOST = 20;
  public static final Tags NONE = new Tags(List.of());
  private static final Pattern TAG = Pattern.compile("[a-z0-9][a-z0-9._:-]{0,39}");

  public Tags {
    list = list.stream().distinct().sorted().toList();
    if (list.size() > MOST) {
      throw new IllegalArgumentException(
          "a key has at most %d tags, not %d".formatted(MOST, list.size()));
    }
    for (String tag : list) {
      if (!TAG.matcher(tag).matches()) {
        throw new IllegalArgumentException(
            "a tag is 1 to 40 of a-z 0-9 . _ : - , a letter or digit first, not \"" + tag + "\"");
      }
    }
  }

  public static Tags of(String... tags) {
    return new Tags(Arrays.asList(tags));
  }

  /// With some more, and without others.
  public Tags changed(Collection<String> added, Collection<String> removed) {
    List<String> changed = new ArrayList<>(list);
    changed.addAll(added);
    changed.removeAll(removed);
    return new Tags(changed);
  }

  /// As stored: separated by blanks.
  String text() {
    return String.join(" ", list);
  }

  static Tags ofText(String text) {
    return text.isEmpty() ? NONE : of(text.split(" ", -1));
  }
}

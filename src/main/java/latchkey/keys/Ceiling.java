package latchkey.keys;

import java.util.ArrayList;
import java.util.List;
import latchkey.access.Catalog;

/// The most that whoever acts may give to a key, or take into their own hands with its secret.
public interface Ceiling {
  /// In words, what of the key lies above.
  List<String> beyond(Key key);

  /// Of the program itself.
  static Ceiling none() {
    return _ -> List.of();
  }

  /// Of a management key: it makes none wider than itself.
  static Ceiling of(Key creator, Catalog catalog) {
    Reach most = Reach.of(creator, catalog);
    return key -> most.beyond(Reach.of(key, catalog));
  }

  /// What a change adds above the ceiling; what lay there before may stay.
  default List<String> added(Key before, Key after) {
    List<String> added = new ArrayList<>(beyond(after));
    added.removeAll(beyond(before));
    return added;
  }
}

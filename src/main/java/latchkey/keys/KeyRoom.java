package latchkey.keys;

import java.security.SecureRandom;
import java.util.function.Consumer;
import latchkey.crypto.Keyset;
import latchkey.db.Database;

/// All that one can do with keys, by what it is about.
public record KeyRoom(
    Keys keys,
    KeyList list,
    KeyFacets facets,
    KeyBulk bulk,
    Rotations rotations,
    Imports imports,
    Notices notices) {
  public static KeyRoom open(
      Database database,
      Keyset keyset,
      SecureRandom random,
      Consumer<PublicId> changed,
      Runnable imported) {
    return new KeyRoom(
        new Keys(database, keyset, random, changed),
        new KeyList(database),
        new KeyFacets(database),
        new KeyBulk(database, changed),
        new Rotations(database, keyset, random, changed),
        new Imports(database, keyset, random, changed, imported),
        new Notices(database));
  }
}

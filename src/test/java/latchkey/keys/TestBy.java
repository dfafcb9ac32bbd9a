package latchkey.keys;

import latchkey.audit.By;
import latchkey.audit.Origin;

/// People who do things in tests.
public final class TestBy {
  public static final By ANN = person("ann");
  public static final By BOB = person("bob");
  public static final By EVE = person("eve");

  private TestBy() {}

  private static By person(String id) {
    return By.person(id, id, Origin.NONE);
  }
}

package latchkey.advice;

import java.util.List;
import latchkey.keys.Key;

/// A key with what was found about it.
public record Advised(Key key, Habits habits, List<Finding> findings) {
  public Advised {
    findings = List.copyOf(findings);
  }

  public int points() {
    return Advice.points(findings);
  }
}

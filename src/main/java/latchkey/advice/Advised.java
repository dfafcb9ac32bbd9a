package latchkey.advice;

import java.util.List;
import java.util.Optional;
import latchkey.keys.Key;

/// A key with what was found about it.
public record Advised(Key key, Habits habits, List<Finding> findings) {
  public Advised {
    findings = List.copyOf(findings);
  }

  /// Whether that was found about it; without a kind, whether anything was.
  boolean has(Optional<Finding.Kind> kind) {
    return findings.stream().anyMatch(finding -> kind.isEmpty() || kind.get() == finding.kind());
  }

  public int points() {
    return Advice.points(findings);
  }
}

package latchkey.ops;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/// Whether the process is ready for requests: a list of named checks, and whether it is on its
/// way out.
public final class Health {
  /// Something that must be well; it may block, and says what is wrong or throws.
  public record Check(String name, Callable<Optional<String>> trouble) {}

  /// What one check said, empty when all is well.
  public record Finding(String name, Optional<String> trouble) {}

  private static final Finding STOPPING = new Finding("process", Optional.of("is stopping"));

  private final List<Check> checks;
  private volatile boolean stopping;

  public Health(List<Check> checks) {
    this.checks = List.copyOf(checks);
  }

  /// From now on it is not ready, so that load balancers turn away before the server does.
  public void stopping() {
    stopping = true;
  }

  /// Runs all checks.
  public List<Finding> findings() {
    var findings = new ArrayList<Finding>();
    if (stopping) {
      findings.add(STOPPING);
    }
    for (Check check : checks) {
      findings.add(new Finding(check.name(), trouble(check)));
    }
    return findings;
  }

  private static Optional<String> trouble(Check check) {
    try {
      return check.trouble().call();
    } catch (Exception e) {
      return Optional.of("failed: " + e.getMessage());
    }
  }
}

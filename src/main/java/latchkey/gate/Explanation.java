package latchkey.gate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import latchkey.access.Grants;
import latchkey.access.Query;
import latchkey.keys.Key;
import latchkey.keys.Validity;
import latchkey.limits.Standing;
import latchkey.limits.Take;
import org.jspecify.annotations.Nullable;

/// Every check of one decision with what it looked at and how it came out, and the smallest
/// change that would have admitted the request.
///
/// @param decisionId of a decision that was made, not of one that would be
/// @param code what the answer said
/// @param changes all of them are needed; empty if admitted, or if nothing can be told to a
/// stranger
public record Explanation(
    Optional<String> decisionId,
    String code,
    Optional<String> keyId,
    List<Step> steps,
    List<String> changes) {
  public static final String VALID = "VALID";

  public enum Outcome {
    PASSED,
    FAILED,
    NOT_REACHED
  }

  /// One check.
  public record Step(Check check, Outcome outcome, String input) {}

  public Explanation {
    steps = List.copyOf(steps);
    changes = List.copyOf(changes);
  }

  /// Explains what was just asked and answered. The limits are explained as they were left by it
  /// or, if it was refused before they were asked, as they would answer.
  public static Explanation of(Ask ask, Verdict verdict) {
    return of(ask, verdict, limits(ask, verdict));
  }

  /// Explains with the limits as they stood at the time.
  static Explanation of(Ask ask, Verdict verdict, @Nullable Take limits) {
    return switch (verdict) {
      case Verdict.Granted(var key, _, _, var decision) ->
          judged(ask, key, limits, VALID, decision);
      case Verdict.Limited(var key, _, _, _, var decision) ->
          judged(ask, key, limits, Reason.RATE_LIMITED.code(), decision);
      case Verdict.Denied(var reason, var key, var decision) ->
          key == null
              ? stranger(reason, decision)
              : judged(ask, key, limits, reason.code(), decision);
    };
  }

  /// What would be decided if somebody showed the key's secret. Spends and counts nothing; the
  /// question's time may lie ahead.
  public static Explanation simulated(KeySnapshot key, Ask ask) {
    Verdict verdict = Decision.judge(key, 0, ask, Decision.ASKING, 0);
    Explanation made = of(ask, verdict);
    return new Explanation(
        Optional.empty(),
        made.code,
        made.keyId,
        made.steps.stream()
            .map(
                step ->
                    step.check == Check.FORM || step.check == Check.SECRET
                        ? new Step(step.check, step.outcome, "taken as right: none was shown")
                        : step)
            .toList(),
        made.changes);
  }

  /// How the limits answered or, if they were not asked though they hold, would answer now.
  static @Nullable Take limits(Ask ask, Verdict verdict) {
    return switch (verdict) {
      case Verdict.Granted granted -> granted.take();
      case Verdict.Limited limited -> limited.take();
      case Verdict.Denied(_, var key, _) ->
          key != null && ask.limited()
              ? key.meter().ask(key.limits(), ask.cost(), ask.now())
              : null;
    };
  }

  private static Explanation judged(
      Ask ask, KeySnapshot key, @Nullable Take limits, String code, long decision) {
    Collector collector = new Collector(limits);
    var _ = Decision.judge(key, 0, ask, collector, decision);
    List<Step> steps = new ArrayList<>();
    List<String> changes = new ArrayList<>();
    for (Check check : Check.values()) {
      boolean passed = !collector.failed.contains(check);
      Outcome outcome = passed ? Outcome.PASSED : Outcome.FAILED;
      steps.add(new Step(check, outcome, input(check, ask, key, limits)));
      if (!passed) {
        changes.add(change(check, ask, key, limits));
      }
    }
    return new Explanation(
        Optional.of(DecisionId.text(decision)),
        code,
        Optional.of(key.key().id().toString()),
        steps,
        changes);
  }

  private static Explanation stranger(Reason reason, long decision) {
    Check failed = Check.failedBy(reason);
    List<Step> steps = new ArrayList<>();
    for (Check check : Check.values()) {
      int order = check.compareTo(failed);
      steps.add(
          order < 0
              ? new Step(check, Outcome.PASSED, "")
              : order == 0
                  ? new Step(check, Outcome.FAILED, words(reason))
                  : new Step(check, Outcome.NOT_REACHED, ""));
    }
    return new Explanation(
        Optional.of(DecisionId.text(decision)), reason.code(), Optional.empty(), steps, List.of());
  }

  private static String words(Reason reason) {
    return reason == Reason.TOO_MANY_FAILURES
        ? "too many failed credentials from this address"
        : reason.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
  }

  private static String input(Check check, Ask ask, KeySnapshot snapshot, @Nullable Take take) {
    Key key = snapshot.key();
    Validity validity = key.terms().validity();
    return switch (check) {
      case FORM -> "form and checksum are right";
      case KNOWN -> key.apiKey();
      case SECRET -> "the digest matches";
      case NOT_REVOKED ->
          key.revocation()
              .map(
                  r ->
                      "%s %s by %s: %s"
                          .formatted(
                              key.revokedAt(ask.now()) ? "revoked" : "to be revoked",
                              time(r.at()),
                              r.by(),
                              r.reason().text()))
              .orElse("not revoked");
      case BEGUN -> validity.begins() ? "valid from " + time(validity.notBefore()) : "no start";
      case NOT_ENDED -> validity.ends() ? "expires " + time(validity.notAfter()) : "never expires";
      case ORGANIZATION_ACTIVE ->
          snapshot.organization().id()
              + (snapshot.organization().suspended() ? " is suspended" : " is active");
      case ADDRESS -> address(ask, key);
      case AGENT -> agent(ask, key);
      case PERMISSION -> permission(ask.need(), snapshot);
      case LIMITS -> limits(ask, take);
    };
  }

  private static String address(Ask ask, Key key) {
    String from = ask.address() == null ? "no address was given" : ask.address().toString();
    return key.terms().addresses().isAny()
        ? from + "; any address is allowed"
        : from + "; allowed: " + String.join(", ", key.terms().addresses().entries());
  }

  private static String agent(Ask ask, Key key) {
    String asked = ask.agent() == null ? "no agent was named" : ask.agent();
    return asked + "; the key is for " + key.agentId().orElse("the whole organization");
  }

  private static String permission(@Nullable Query need, KeySnapshot key) {
    String held = "; held: " + String.join(", ", key.grants().names());
    if (need == null) {
      return "nothing in particular was asked" + held;
    }
    List<String> undeclared = need.undeclared(key.organization().catalog());
    return need
        + held
        + (undeclared.isEmpty() ? "" : "; nobody declared: " + String.join(", ", undeclared));
  }

  private static String limits(Ask ask, @Nullable Take take) {
    if (!ask.limited() || take == null) {
      return "not asked";
    }
    String standings =
        take.standings(ask.now()).stream()
            .map(s -> "%s %d of %d left".formatted(s.name(), s.remaining(), s.limit()))
            .collect(Collectors.joining(", "));
    return "cost %d; %s".formatted(ask.cost(), standings.isEmpty() ? "no limits" : standings);
  }

  private static String change(Check check, Ask ask, KeySnapshot snapshot, @Nullable Take take) {
    Key key = snapshot.key();
    return switch (check) {
      case FORM, KNOWN, SECRET -> "show the key as it was issued";
      case NOT_REVOKED -> "issue another key: a revoked one stays revoked";
      case BEGUN ->
          "wait until " + time(key.terms().validity().notBefore()) + ", or move the key's start";
      case NOT_ENDED -> "move the key's expiry, or issue another key";
      case ORGANIZATION_ACTIVE -> "reactivate the organization " + snapshot.organization().id();
      case ADDRESS ->
          ask.address() == null
              ? "say from which of the key's addresses the request comes"
              : "add " + ask.address() + " to the key's addresses";
      case AGENT ->
          snapshot.agentGone()
              ? "restore the key's agent, if it is archived; a deleted one's keys have ended"
              : agentChange(ask, snapshot);
      case PERMISSION -> ask.need() == null ? "" : permissionChange(ask.need(), snapshot.grants());
      case LIMITS -> limitChange(ask, take);
    };
  }

  private static String agentChange(Ask ask, KeySnapshot snapshot) {
    String agent = ask.agent();
    return agent != null && snapshot.organization().agents().contains(agent)
        ? "use a key of agent " + agent + ", or one for the organization"
        : "name " + snapshot.key().agentId().orElse("an agent of the organization");
  }

  private static String permissionChange(Query need, Grants grants) {
    return need.missing(grants)
        .map(missing -> "grant " + String.join(" and ", missing))
        .orElse("declare what is asked among the organization's own resources, and grant it");
  }

  private static String limitChange(Ask ask, @Nullable Take take) {
    return switch (take) {
      case null -> "";
      case Take.Taken _ -> "";
      case Take.Refused refused ->
          "wait %s%s".formatted(seconds(refused.retryAfterMillis()), orRaise(ask, take));
      case Take.Impossible _ ->
          "a cost of %d can never pass: ask for at most %d%s"
              .formatted(ask.cost(), leastLimit(ask, take), orRaise(ask, take));
    };
  }

  /// Every limit that has too little left; that only one is waited for does not mean that only
  /// one is in the way.
  private static String orRaise(Ask ask, Take take) {
    String raised =
        take.standings(ask.now()).stream()
            .filter(s -> s.remaining() < ask.cost())
            .map(
                s ->
                    "%s to at least %d".formatted(s.name(), s.limit() - s.remaining() + ask.cost()))
            .collect(Collectors.joining(" and "));
    return raised.isEmpty() ? "" : ", or raise " + raised;
  }

  private static long leastLimit(Ask ask, Take take) {
    return take.standings(ask.now()).stream().mapToLong(Standing::limit).min().orElseThrow();
  }

  private static String seconds(long millis) {
    return "%d.%03d s".formatted(millis / 1000, millis % 1000);
  }

  private static String time(long millis) {
    return Instant.ofEpochMilli(millis).toString();
  }

  /// Lets every check go on, and notes what failed. Nothing is taken again.
  private static final class Collector implements Decision.Inspector {
    private final Set<Check> failed = EnumSet.noneOf(Check.class);
    private final @Nullable Take limits;

    Collector(@Nullable Take limits) {
      this.limits = limits;
    }

    @Override
    public boolean refuses(Check check, boolean passed) {
      if (!passed) {
        failed.add(check);
      }
      return false;
    }

    @Override
    public Take take(KeySnapshot key, Ask ask) {
      Take answered = Objects.requireNonNull(limits, "limits that hold are asked");
      if (!(answered instanceof Take.Taken)) {
        failed.add(Check.LIMITS);
      }
      return answered;
    }
  }
}

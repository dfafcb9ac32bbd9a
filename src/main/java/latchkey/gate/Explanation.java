package latchkey.gate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import latchkey.access.Grants;
import latchkey.access.Query;
import latchkey.keys.Key;
import latchkey.limits.Limit;
import latchkey.limits.Take;
import org.jspecify.annotations.Nullable;

/// Every check of one decision with what it looked at and how it came out, and the smallest
/// change that would have admitted the request.
///
/// @param code what the answer said
/// @param changes all of them are needed; empty if admitted, or if nothing can be told to a
/// stranger
public record Explanation(
    String decisionId,
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

  /// Explains what was asked and answered. The limits are explained as they were left by it or,
  /// if it was refused before they were asked, as they would answer.
  public static Explanation of(Ask ask, Verdict verdict) {
    return switch (verdict) {
      case Verdict.Granted(var key, _, var take, var decision) ->
          judged(ask, key, take, VALID, decision);
      case Verdict.Limited(var key, _, _, var take, var decision) ->
          judged(ask, key, take, Reason.RATE_LIMITED.code(), decision);
      case Verdict.Denied(var reason, var key, var decision) ->
          key == null
              ? stranger(reason, decision)
              : judged(ask, key, null, reason.code(), decision);
    };
  }

  private static Explanation judged(
      Ask ask, KeySnapshot key, @Nullable Take take, String code, long decision) {
    Collector collector = new Collector(take);
    var _ = Decision.judge(key, 0, ask, collector, decision);
    List<Step> steps = new ArrayList<>();
    List<String> changes = new ArrayList<>();
    for (Check check : Check.values()) {
      boolean passed = !collector.failed.contains(check);
      steps.add(
          new Step(
              check,
              passed ? Outcome.PASSED : Outcome.FAILED,
              input(check, ask, key, collector.take)));
      if (!passed) {
        changes.add(change(check, ask, key, collector.take));
      }
    }
    return new Explanation(
        DecisionId.text(decision), code, Optional.of(key.key().id().toString()), steps, changes);
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
        DecisionId.text(decision), reason.code(), Optional.empty(), steps, List.of());
  }

  private static String words(Reason reason) {
    return reason == Reason.TOO_MANY_FAILURES
        ? "too many failed credentials from this address"
        : reason.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
  }

  private static String input(Check check, Ask ask, KeySnapshot snapshot, @Nullable Take take) {
    Key key = snapshot.key();
    return switch (check) {
      case FORM -> "form and checksum are right";
      case KNOWN -> key.apiKey();
      case SECRET -> "the digest matches";
      case NOT_REVOKED ->
          key.revocation()
              .map(r -> "revoked %s by %s: %s".formatted(time(r.at()), r.by(), r.reason().text()))
              .orElse("not revoked");
      case BEGUN ->
          key.validity().begins() ? "valid from " + time(key.validity().notBefore()) : "no start";
      case NOT_ENDED ->
          key.validity().ends() ? "expires " + time(key.validity().notAfter()) : "never expires";
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
    return key.addresses().isAny()
        ? from + "; any address is allowed"
        : from + "; allowed: " + String.join(", ", key.addresses().entries());
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
      case BEGUN -> "wait until " + time(key.validity().notBefore()) + ", or move the key's start";
      case NOT_ENDED -> "move the key's expiry, or issue another key";
      case ORGANIZATION_ACTIVE -> "reactivate the organization " + snapshot.organization().id();
      case ADDRESS ->
          ask.address() == null
              ? "say from which address the request comes"
              : "add " + ask.address() + " to the key's addresses";
      case AGENT ->
          key.agentId()
              .map(own -> "use a key of agent " + ask.agent() + ", or one for the organization")
              .orElse("name an agent of the organization");
      case PERMISSION -> ask.need() == null ? "" : permissionChange(ask.need(), snapshot.grants());
      case LIMITS -> limitChange(ask, take);
    };
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
          "wait %s, or raise %s"
              .formatted(seconds(refused.retryAfterMillis()), name(refused.limit()));
      case Take.Impossible impossible ->
          "a cost of %d can never pass: ask for at most %d, or raise %s"
              .formatted(ask.cost(), impossible.limit().max(), name(impossible.limit()));
    };
  }

  private static String name(Limit limit) {
    return "the limit %s above %d".formatted(limit.name(), limit.max());
  }

  private static String seconds(long millis) {
    return "%d.%03d s".formatted(millis / 1000, millis % 1000);
  }

  private static String time(long millis) {
    return Instant.ofEpochMilli(millis).toString();
  }

  /// Lets every check go on, and notes what failed.
  private static final class Collector implements Decision.Inspector {
    private final Set<Check> failed = EnumSet.noneOf(Check.class);
    private @Nullable Take take;

    Collector(@Nullable Take take) {
      this.take = take;
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
      Take asked = take != null ? take : key.meter().ask(key.limits(), ask.cost(), ask.now());
      take = asked;
      if (!(asked instanceof Take.Taken)) {
        failed.add(Check.LIMITS);
      }
      return asked;
    }
  }
}

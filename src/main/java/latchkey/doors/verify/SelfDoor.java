package latchkey.doors.verify;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import latchkey.db.DatabaseException;
import latchkey.doors.CredentialHeaders;
import latchkey.doors.Doorway;
import latchkey.doors.RateLimitHeaders;
import latchkey.doors.Refusals;
import latchkey.gate.Ask;
import latchkey.gate.KeySnapshot;
import latchkey.gate.Verdict;
import latchkey.http.Exchange;
import latchkey.http.JsonRecords;
import latchkey.http.Method;
import latchkey.http.Routes.Route;
import latchkey.keys.Credential;
import latchkey.keys.Key;
import latchkey.keys.Validity;
import latchkey.limits.Standing;
import latchkey.usage.LastUse;
import latchkey.usage.Resolution;
import latchkey.usage.UsageQuery;
import latchkey.usage.UsageReader;
import latchkey.usage.UsageTable;

/// `/v1/keys/self`: tells the holder of a key what it is and what it did. Asking spends nothing of
/// its limits.
public final class SelfDoor {
  private static final Duration SHOWN = Duration.ofHours(24);
  private static final int MOST_ROWS = 200;

  private final Doorway doorway;
  private final UsageReader reader;
  private final UsageTable table;

  public SelfDoor(Doorway doorway, UsageReader reader, UsageTable table) {
    this.doorway = doorway;
    this.reader = reader;
    this.table = table;
  }

  public List<Route> routes() {
    return List.of(new Route(Method.GET, "/v1/keys/self", this::tell));
  }

  private void tell(Exchange exchange) {
    exchange.requireAcceptsJson();
    switch (CredentialHeaders.of(exchange)) {
      case CredentialHeaders.Absent _ -> throw Refusals.unauthenticated();
      case CredentialHeaders.Refused(var why) -> throw Refusals.unreadable(why);
      case CredentialHeaders.Present(var credential) -> {
        Ask ask = ask(exchange, credential);
        doorway.decide(exchange, ask, verdict -> tell(exchange, ask, verdict));
      }
    }
  }

  private Ask ask(Exchange exchange, Credential credential) {
    return new Ask(
        credential,
        null,
        null,
        null,
        doorway.clientOf(exchange),
        /* cost= */ 0,
        /* limited= */ true,
        doorway.now());
  }

  private void tell(Exchange exchange, Ask ask, Verdict verdict) {
    switch (verdict) {
      case Verdict.Granted granted -> {
        List<Standing> limits =
            granted.take() == null ? List.of() : granted.take().standings(ask.now());
        exchange.offLoop(
            () -> JsonRecords.write(self(granted.key(), limits, ask.now())),
            json -> exchange.answerJson(200, json));
      }
      case Verdict.Denied denied -> throw Refusals.of(denied, ask);
      case Verdict.Limited limited -> {
        RateLimitHeaders.addRetryAfter(exchange, limited.retryAfterMillis());
        exchange.refuse(Refusals.of(limited));
      }
    }
  }

  private record LimitLeft(
      String name, long limit, double windowSeconds, long remaining, Instant resetAt) {
    static LimitLeft of(Standing standing) {
      return new LimitLeft(
          standing.name(),
          standing.limit(),
          standing.windowMillis() / 1_000.0,
          standing.remaining(),
          Instant.ofEpochMilli(standing.resetAt()));
    }
  }

  private record Used(String action, String outcome, long count, long cost) {
    static Used of(UsageQuery.Row row) {
      return new Used(row.action().orElse(""), row.outcome().orElse(""), row.count(), row.cost());
    }
  }

  private record Usage(Instant from, Instant to, List<Used> items) {
    Usage {
      items = List.copyOf(items);
    }
  }

  /// What a holder is told.
  private record Self(
      String keyId,
      String name,
      String description,
      String organization,
      Optional<String> agent,
      String environment,
      List<String> permissions,
      List<String> addresses,
      List<LimitLeft> limits,
      Optional<Instant> validFrom,
      Optional<Instant> expiresAt,
      Optional<Instant> lastUsedAt,
      Usage usage) {
    Self {
      permissions = List.copyOf(permissions);
      addresses = List.copyOf(addresses);
      limits = List.copyOf(limits);
    }
  }

  private Self self(KeySnapshot snapshot, List<Standing> limits, long now) {
    Key key = snapshot.key();
    Validity validity = key.terms().validity();
    return new Self(
        snapshot.idText(),
        key.terms().name(),
        key.terms().description(),
        key.organizationId(),
        key.agentId(),
        key.environment().text(),
        snapshot.grants().names(),
        key.terms().addresses().entries().stream().map(String::valueOf).toList(),
        limits.stream().map(LimitLeft::of).toList(),
        validity.begins() ? Optional.of(time(validity.notBefore())) : Optional.empty(),
        validity.ends() ? Optional.of(time(validity.notAfter())) : Optional.empty(),
        lastUse(key),
        usage(key, now));
  }

  private Optional<Instant> lastUse(Key key) {
    try {
      return table.lastUsed(key.organizationId(), key.id().toString()).stream()
          .findFirst()
          .map(LastUse::at)
          .map(SelfDoor::time);
    } catch (DatabaseException e) {
      throw Doorway.unavailable(e);
    }
  }

  /// The last day's, to the minute.
  private Usage usage(Key key, long now) {
    long from = now - SHOWN.toMillis();
    UsageQuery query =
        new UsageQuery(
            key.organizationId(),
            new UsageQuery.OfKey(key.id().toString()),
            Set.of(UsageQuery.Group.ACTION, UsageQuery.Group.OUTCOME),
            Resolution.MINUTE,
            /* overTime= */ false,
            Resolution.MINUTE.bucketOf(from, ZoneOffset.UTC),
            Long.MAX_VALUE,
            Optional.empty(),
            Optional.empty());
    try {
      return new Usage(
          time(from),
          time(now),
          reader.ask(query, MOST_ROWS).rows().stream().map(Used::of).toList());
    } catch (DatabaseException e) {
      throw Doorway.unavailable(e);
    }
  }

  private static Instant time(long millis) {
    return Instant.ofEpochMilli(millis);
  }
}

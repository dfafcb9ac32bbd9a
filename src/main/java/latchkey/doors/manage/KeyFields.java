package latchkey.doors.manage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import latchkey.access.AddressList;
import latchkey.access.Grants;
import latchkey.http.Sent;
import latchkey.keys.Environment;
import latchkey.keys.KeyDraft;
import latchkey.keys.KeyTerms;
import latchkey.keys.Metadata;
import latchkey.keys.RevocationReason;
import latchkey.keys.Tags;
import latchkey.keys.Validity;
import latchkey.limits.Limits;

/// What callers write about keys: a new one, and changes to one.
final class KeyFields {
  private KeyFields() {}

  /// A key to be made.
  record New(
      String name,
      Optional<String> description,
      Optional<String> agentId,
      Optional<String> environment,
      List<String> permissions,
      Optional<List<String>> addresses,
      Optional<List<LimitShape>> limits,
      Optional<String> notBefore,
      Optional<String> expiresAt,
      Optional<ObjectNode> metadata,
      Optional<List<String>> tags) {

    /// @throws IllegalArgumentException when something is wrong with it
    KeyDraft draft(KeyCaller caller) {
      ZoneId zone = caller.organization().timeZone();
      return new KeyDraft(
          caller.organization().id(),
          agentId.or(caller.scope()::agentId),
          environment.map(KeyFields::environment).orElse(Environment.LIVE),
          new KeyTerms(
              name,
              description.orElse(""),
              granted(permissions, caller),
              AddressList.parse(addresses.orElse(List.of())),
              limits.map(LimitShape::read).orElse(caller.organization().plan().limits()),
              validity(
                  notBefore.map(text -> begin(text, zone)), expiresAt.map(text -> end(text, zone))),
              metadata.map(json -> Metadata.parse(json.toString())).orElse(Metadata.NONE),
              tags.map(Tags::new).orElse(Tags.NONE)));
    }
  }

  /// What is to change; what is left out stays as it is.
  record Changes(
      Optional<String> name,
      Optional<String> description,
      Optional<List<String>> permissions,
      Optional<List<String>> addresses,
      Optional<List<LimitShape>> limits,
      Sent<String> notBefore,
      Sent<String> expiresAt,
      Optional<ObjectNode> metadata,
      Optional<List<String>> tags) {

    /// @throws IllegalArgumentException when something is wrong with it
    KeyTerms to(KeyTerms before, KeyCaller caller) {
      ZoneId zone = caller.organization().timeZone();
      Validity old = before.validity();
      Optional<Long> from = old.begins() ? Optional.of(old.notBefore()) : Optional.empty();
      Optional<Long> until = old.ends() ? Optional.of(old.notAfter()) : Optional.empty();
      Limits oldLimits = before.limits();
      return new KeyTerms(
          name.orElse(before.name()),
          description.orElse(before.description()),
          permissions.map(names -> granted(names, caller)).orElse(before.permissions()),
          addresses.map(AddressList::parse).orElse(before.addresses()),
          limits.map(LimitShape::read).orElse(oldLimits),
          validity(
              notBefore instanceof Sent.As<String>(var sent)
                  ? sent.map(text -> begin(text, zone))
                  : from,
              expiresAt instanceof Sent.As<String>(var sent)
                  ? sent.map(text -> end(text, zone))
                  : until),
          metadata.map(json -> Metadata.parse(json.toString())).orElse(before.metadata()),
          tags.map(Tags::new).orElse(before.tags()));
    }
  }

  /// In the words of the catalog, which has them all.
  private static List<String> granted(List<String> names, KeyCaller caller) {
    return Grants.parse(names, caller.catalog()).granted();
  }

  private static Validity validity(Optional<Long> from, Optional<Long> until) {
    return new Validity(
        from.orElse(Validity.UNBOUNDED.notBefore()), until.orElse(Validity.UNBOUNDED.notAfter()));
  }

  static Environment environment(String text) {
    for (Environment environment : Environment.values()) {
      if (environment.text().equals(text)) {
        return environment;
      }
    }
    throw new IllegalArgumentException("environment is live or test, not \"" + text + "\"");
  }

  static RevocationReason reason(Optional<String> text) {
    return text.map(RevocationReason::of).orElse(RevocationReason.UNSPECIFIED);
  }

  /// A date means its first moment.
  private static long begin(String text, ZoneId zone) {
    return time(text, zone, 0);
  }

  /// A date means the moment at which it is over.
  private static long end(String text, ZoneId zone) {
    return time(text, zone, 1);
  }

  private static long time(String text, ZoneId zone, int daysLater) {
    try {
      return text.length() == "2026-01-31".length()
          ? LocalDate.parse(text).plusDays(daysLater).atStartOfDay(zone).toInstant().toEpochMilli()
          : instant(text);
    } catch (DateTimeParseException | ArithmeticException e) {
      throw new IllegalArgumentException(
          "a time is like 2026-01-31T12:00:00Z or 2026-01-31, not \"" + text + "\"", e);
    }
  }

  /// A moment, and no date.
  static long instant(String text) {
    try {
      return Instant.parse(text).toEpochMilli();
    } catch (DateTimeParseException | ArithmeticException e) {
      throw new IllegalArgumentException(
          "a time is like 2026-01-31T12:00:00Z, not \"" + text + "\"", e);
    }
  }
}

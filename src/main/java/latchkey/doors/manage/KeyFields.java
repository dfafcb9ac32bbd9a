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

    /// A 400 names each field that is wrong.
    KeyDraft draft(KeyCaller caller) {
      FieldFaults faults = new FieldFaults();
      Environment where =
          faults.of(
              "environment",
              () -> environment.map(KeyFields::environment).orElse(Environment.LIVE),
              Environment.LIVE);
      KeyTerms none = KeyTerms.of(".", List.of("."), caller.organization().plan().limits());
      KeyTerms terms =
          new Changes(
                  Optional.of(name),
                  description,
                  Optional.of(permissions),
                  addresses,
                  limits,
                  new Sent.As<>(notBefore),
                  new Sent.As<>(expiresAt),
                  metadata,
                  tags)
              .to(none, caller, faults);
      faults.refuse();
      return new KeyDraft(
          caller.organization().id(), agentId.or(caller.scope()::agentId), where, terms);
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

    /// A 400 names each field that is wrong.
    KeyTerms to(KeyTerms before, KeyCaller caller) {
      FieldFaults faults = new FieldFaults();
      KeyTerms terms = to(before, caller, faults);
      faults.refuse();
      return terms;
    }

    /// What is wrong stands in `faults`, and is here as before.
    KeyTerms to(KeyTerms before, KeyCaller caller, FieldFaults faults) {
      return new KeyTerms(
          faults.of(
              "name", () -> name.map(KeyTerms::checkedName).orElse(before.name()), before.name()),
          faults.of(
              "description",
              () -> description.map(KeyTerms::checkedDescription).orElse(before.description()),
              before.description()),
          faults.of(
              "permissions",
              () ->
                  permissions
                      .map(names -> granted(KeyTerms.checkedPermissions(names), caller))
                      .orElse(before.permissions()),
              before.permissions()),
          faults.of(
              "addresses",
              () -> addresses.map(AddressList::parse).orElse(before.addresses()),
              before.addresses()),
          faults.of(
              "limits",
              () -> limits.map(LimitShape::parsed).orElse(before.limits()),
              before.limits()),
          validity(before.validity(), caller.organization().timeZone(), faults),
          faults.of(
              "metadata",
              () -> metadata.map(json -> Metadata.parse(json.toString())).orElse(before.metadata()),
              before.metadata()),
          faults.of("tags", () -> tags.map(Tags::new).orElse(before.tags()), before.tags()));
    }

    private Validity validity(Validity before, ZoneId zone, FieldFaults faults) {
      long from =
          faults.of(
              "notBefore",
              () ->
                  notBefore instanceof Sent.As<String>(var sent)
                      ? sent.map(text -> begin(text, zone)).orElse(Validity.UNBOUNDED.notBefore())
                      : before.notBefore(),
              before.notBefore());
      return faults.of(
          "expiresAt",
          () ->
              new Validity(
                  from,
                  expiresAt instanceof Sent.As<String>(var sent)
                      ? sent.map(text -> end(text, zone)).orElse(Validity.UNBOUNDED.notAfter())
                      : before.notAfter()),
          before);
    }
  }

  /// In the words of the catalog, which has them all.
  private static List<String> granted(List<String> names, KeyCaller caller) {
    return Grants.parse(names, caller.catalog()).granted();
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

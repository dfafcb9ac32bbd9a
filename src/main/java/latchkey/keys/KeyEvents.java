package latchkey.keys;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.time.Instant;
import java.util.Optional;
import latchkey.audit.Event;
import latchkey.audit.Event.Action;

/// What is kept of a change to a key: its audit events. A key has no secrets, so neither have
/// they.
final class KeyEvents {
  static final String RESOURCE = "API Key";
  private static final ObjectMapper JSON = new ObjectMapper();

  private KeyEvents() {}

  static Event created(Key key) {
    return Event.create(RESOURCE, key.id().toString(), "Created the key " + quoted(key), json(key));
  }

  static Event imported(Key key) {
    return Event.create(
        RESOURCE, key.id().toString(), "Imported the key " + quoted(key), json(key));
  }

  static Event changed(String verb, Key before, Key after) {
    return Event.update(
        RESOURCE,
        after.id().toString(),
        verb + " the key " + quoted(before),
        json(before),
        json(after));
  }

  /// Of a key that was revoked because its agent was deleted.
  static Event endedWithAgent(Key before, Key.Revocation revocation) {
    Key after =
        before
            .revoked(Optional.of(revocation))
            .changed(new Key.Stamp(revocation.at(), revocation.by()));
    return Event.update(
        RESOURCE,
        after.id().toString(),
        "Revoked the key " + quoted(before) + " with its agent",
        json(before),
        json(after));
  }

  static Event deleted(Key key) {
    return Event.delete(RESOURCE, key.id().toString(), "Deleted the key " + quoted(key), json(key));
  }

  static Event revealed(Key key) {
    return Event.of(
        Action.READ,
        RESOURCE,
        key.id().toString(),
        "Read the sealed copy of the key " + quoted(key));
  }

  private static String quoted(Key key) {
    return "\"" + key.terms().name() + "\"";
  }

  static String json(Key key) {
    KeyTerms terms = key.terms();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("apiKey", key.apiKey());
    key.agentId().ifPresent(agent -> json.put("agentId", agent));
    json.put("name", terms.name());
    json.put("description", terms.description());
    terms.permissions().forEach(json.putArray("permissions")::add);
    terms.addresses().entries().forEach(json.putArray("addresses")::add);
    json.put("limits", terms.limits().text());
    if (terms.validity().begins()) {
      json.put("notBefore", time(terms.validity().notBefore()));
    }
    if (terms.validity().ends()) {
      json.put("expiresAt", time(terms.validity().notAfter()));
    }
    terms.tags().list().forEach(json.putArray("tags")::add);
    json.putRawValue("metadata", new RawValue(terms.metadata().json()));
    key.revocation().ifPresent(revocation -> revocation(json, revocation));
    if (key.rotation() instanceof Rotation.Overlapping overlap) {
      rotation(json, overlap);
    }
    json.put("version", key.version());
    return write(json);
  }

  private static void revocation(ObjectNode json, Key.Revocation revocation) {
    json.putObject("revocation")
        .put("at", time(revocation.at()))
        .put("reason", revocation.reason().text());
  }

  private static void rotation(ObjectNode json, Rotation.Overlapping overlap) {
    ObjectNode rotation = json.putObject("rotation");
    rotation.put("startedAt", time(overlap.started().at()));
    switch (overlap.retirement()) {
      case Retirement.ByHand _ -> {}
      case Retirement.At(long at) -> rotation.put("retiresAt", time(at));
      case Retirement.WhenQuiet(int days) -> rotation.put("quietDays", days);
    }
  }

  private static String time(long millis) {
    return Instant.ofEpochMilli(millis).toString();
  }

  private static String write(ObjectNode json) {
    try {
      return JSON.writeValueAsString(json);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalStateException("a tree of texts and numbers can be written", e);
    }
  }
}

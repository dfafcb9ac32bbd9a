package latchkey.doors.verify;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import latchkey.gate.Ask;
import latchkey.gate.DecisionId;
import latchkey.gate.Explanation;
import latchkey.gate.KeySnapshot;
import latchkey.gate.Reason;
import latchkey.gate.Verdict;
import latchkey.http.IsoTime;
import latchkey.keys.Key;
import latchkey.limits.Standing;
import latchkey.limits.Take;
import org.jspecify.annotations.Nullable;

/// A verdict as the verify door says it: always the same fields in the same order, those left out
/// that have nothing to say.
final class VerdictJson {
  private VerdictJson() {}

  static void write(JsonGenerator json, Ask ask, Verdict verdict, boolean explain)
      throws IOException {
    json.writeStartObject();
    switch (verdict) {
      case Verdict.Granted granted -> {
        head(json, true, Explanation.VALID);
        key(json, granted.key());
        limits(json, granted.take(), ask.now());
        expiry(json, granted.key().key());
      }
      case Verdict.Limited limited -> {
        head(json, false, Reason.RATE_LIMITED.code());
        key(json, limited.key());
        limits(json, limited.take(), ask.now());
        json.writeNumberField("retryAfterMillis", limited.retryAfterMillis());
        expiry(json, limited.key().key());
      }
      case Verdict.Denied(var reason, var key, _) -> {
        head(json, false, reason.code());
        if (key != null) {
          key(json, key);
          expiry(json, key.key());
        }
      }
    }
    json.writeStringField("decisionId", DecisionId.text(verdict.decision()));
    if (explain) {
      json.writeFieldName("explanation");
      explanation(json, Explanation.of(ask, verdict));
    }
    json.writeEndObject();
  }

  private static void head(JsonGenerator json, boolean valid, String code) throws IOException {
    json.writeBooleanField("valid", valid);
    json.writeStringField("code", code);
  }

  private static void key(JsonGenerator json, KeySnapshot snapshot) throws IOException {
    json.writeRaw(snapshot.derived(KeyJson.class, KeyJson::encode).fields());
  }

  private static void limits(JsonGenerator json, @Nullable Take take, long now) throws IOException {
    json.writeArrayFieldStart("limits");
    if (take != null) {
      for (Standing standing : take.standings(now)) {
        json.writeStartObject();
        json.writeStringField("name", standing.name());
        json.writeNumberField("limit", standing.limit());
        json.writeNumberField("remaining", standing.remaining());
        json.writeFieldName("resetAt");
        IsoTime.write(json, standing.resetAt());
        json.writeEndObject();
      }
    }
    json.writeEndArray();
  }

  private static void expiry(JsonGenerator json, Key key) throws IOException {
    if (key.terms().validity().ends()) {
      json.writeFieldName("expiresAt");
      IsoTime.write(json, key.terms().validity().notAfter());
    }
  }

  static void explanation(JsonGenerator json, Explanation explanation) throws IOException {
    json.writeStartObject();
    if (explanation.decisionId().isPresent()) {
      json.writeStringField("decisionId", explanation.decisionId().get());
    }
    json.writeStringField("code", explanation.code());
    if (explanation.keyId().isPresent()) {
      json.writeStringField("keyId", explanation.keyId().get());
    }
    json.writeArrayFieldStart("checks");
    for (Explanation.Step step : explanation.steps()) {
      json.writeStartObject();
      json.writeStringField("check", step.check().name());
      json.writeStringField("outcome", step.outcome().name());
      json.writeStringField("input", step.input());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("changes");
    for (String change : explanation.changes()) {
      json.writeString(change);
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}

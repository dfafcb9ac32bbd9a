package latchkey.doors.pages.people;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import latchkey.doors.pages.Texts;
import latchkey.doors.pages.Visit;
import latchkey.http.JsonRecords;
import latchkey.http.Problem;

/// What `passkeys.js` puts into forms.
final class Passkeys {
  private Passkeys() {}

  /// The authenticator's answer, as the API takes it.
  static Map<?, ?> credential(Visit visit) {
    String text = visit.form().text("credential");
    try {
      if (text.startsWith("{")) {
        return JsonRecords.pick(text.getBytes(StandardCharsets.UTF_8), Map.class);
      }
    } catch (IllegalArgumentException _) {
      // said below
    }
    throw Problem.badRequest(Texts.english().of("passkeys.none"));
  }
}

package latchkey.doors.pages.keys;

import java.util.List;
import java.util.Map;
import latchkey.doors.Answer;
import latchkey.doors.pages.Screen;
import latchkey.doors.pages.Section;
import latchkey.doors.pages.Texts;
import latchkey.doors.pages.View;
import latchkey.doors.pages.Visit;
import latchkey.http.Problem;

/// Revoking and deleting a key: what will stop working is said before.
public final class EndKeyScreens {
  /// As the API knows them; the first is what nobody needs to explain.
  public static final List<String> REASONS =
      List.of(
          "unspecified",
          "keyCompromise",
          "superseded",
          "affiliationChanged",
          "cessationOfOperation",
          "privilegeWithdrawn");

  private static final String REVOKE = "/keys/{keyId}/revoke";
  private static final String DELETE = "/keys/{keyId}/delete";

  public List<Screen> screens() {
    return List.of(
        Screen.page(REVOKE, visit -> ask(visit, "revoke")),
        Screen.form(REVOKE, EndKeyScreens::revoke),
        Screen.page(DELETE, visit -> ask(visit, "delete")),
        Screen.form(DELETE, EndKeyScreens::delete));
  }

  /// A key that is to end.
  ///
  /// @param deed `revoke` or `delete`
  public record Ending(String deed, KeyView key, KeyUse use, Back back) {}

  private static View ask(Visit visit, String deed) {
    visit.require("KEYS_MANAGE");
    KeyView key = KeyView.of(visit);
    KeyUse use = KeyUse.of(visit, List.of(key.id())).getOrDefault(key.id(), KeyUse.none(key.id()));
    return View.html(
        "keys/end",
        Section.KEYS,
        Texts.english().of("keys.end." + deed + ".title"),
        new Ending(deed, key, use, Back.of(visit)));
  }

  private static View revoke(Visit visit) {
    String reason = visit.form().filled("reason").orElse("unspecified");
    KeyView _ =
        visit
            .post("/api/v1/keys/{keyId}/revoke")
            .path("keyId", visit.path("keyId"))
            .json(Map.of("reason", reason))
            .as(KeyView.class);
    return View.redirect(Back.of(visit).path()).toast("keys.revoked");
  }

  /// A second press finds nothing to delete, and is done too.
  private static View delete(Visit visit) {
    try {
      Answer _ = visit.delete("/api/v1/keys/{keyId}").path("keyId", visit.path("keyId")).send();
    } catch (Problem problem) {
      if (problem.status() != 404) {
        throw problem;
      }
    }
    return View.redirect(Back.of(visit).orList().path()).toast("keys.deleted");
  }
}

package latchkey.doors.pages.keys;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import latchkey.crypto.Secret;
import latchkey.doors.pages.Asking;
import latchkey.doors.pages.Screen;
import latchkey.doors.pages.Section;
import latchkey.doors.pages.Texts;
import latchkey.doors.pages.View;
import latchkey.doors.pages.Visit;
import latchkey.http.Problem;

/// `/keys/{keyId}/copy`: a key's token or connection info again, where the organization keeps
/// sealed copies. Each use is in the audit log.
///
/// A script copies what the page has in `data-answer`, and does not show the page.
public final class CopyKeyScreens {
  private final Optional<URI> publicUrl;

  /// @param publicUrl of this server, where its operator says it
  public CopyKeyScreens(Optional<URI> publicUrl) {
    this.publicUrl = publicUrl;
  }

  public List<Screen> screens() {
    return List.of(Screen.form("/keys/{keyId}/copy", this::copy));
  }

  /// What is to be copied.
  ///
  /// @param what `key` or `info`
  /// @param answer to be copied, or why there is nothing
  public record Copy(KeyView key, String what, Optional<Secret> answer, String why) {}

  private record Revealed(String token) {
    @Override
    public String toString() {
      return "[redacted]";
    }
  }

  private View copy(Visit visit) {
    KeyView key = KeyView.of(visit);
    String what = visit.form().text("what").equals("info") ? "info" : "key";
    try {
      var revealed = visit.post("/api/v1/keys/{keyId}/sealed-copy").path("keyId", key.id()).send();
      Secret token = new Secret(Asking.read(revealed, Revealed.class).token());
      Connection connection = Connection.of(visit, publicUrl, key, token);
      Secret answer = what.equals("info") ? connection.info() : token;
      return page(new Copy(key, what, Optional.of(answer), "")).status(200);
    } catch (Problem problem) {
      if (problem.status() != 409 && problem.status() != 403) {
        throw problem;
      }
      return page(new Copy(key, what, Optional.empty(), problem.detail())).status(problem.status());
    }
  }

  private static View.Html page(Copy copy) {
    return View.html(
        "keys/copy", Section.KEYS, Texts.english().of("keys.copy." + copy.what()), copy);
  }
}

package latchkey.doors.pages.people;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import latchkey.doors.Answer;
import latchkey.doors.pages.Asking;
import latchkey.doors.pages.Me;
import latchkey.doors.pages.Screen;
import latchkey.doors.pages.Section;
import latchkey.doors.pages.Texts;
import latchkey.doors.pages.View;
import latchkey.doors.pages.Visit;
import latchkey.http.Problem;

/// `/profile/security`: what somebody signs in with.
public final class SecurityScreens {
  private static final String SECURITY = "/profile/security";
  private static final String PASSKEYS = "/profile/passkeys";
  private static final String PASSKEY = PASSKEYS + "/{passkeyId}";
  private static final String API = "/api/v1/me";
  private static final String PASSKEY_API = API + "/passkeys/{passkeyId}";

  public List<Screen> screens() {
    return List.of(
        Screen.page(SECURITY, visit -> page(visit, Faults.NONE)),
        Screen.form("/profile/password", SecurityScreens::changePassword),
        Screen.form("/profile/totp", SecurityScreens::enrol),
        Screen.form("/profile/totp/confirm", SecurityScreens::confirm),
        Screen.form("/profile/totp/drop", SecurityScreens::drop),
        Screen.form(PASSKEYS, SecurityScreens::addPasskey),
        Screen.page(PASSKEY, visit -> passkey(visit, Optional.empty())),
        Screen.form(PASSKEY, SecurityScreens::renamePasskey),
        Screen.form(PASSKEY + "/remove", SecurityScreens::removePasskey),
        Screen.form("/profile/accounts/{identityId}/remove", SecurityScreens::removeAccount));
  }

  public record Passkey(
      String id, String name, Instant createdAt, Optional<Instant> lastUsedAt, long version) {}

  /// An account at an OpenID provider.
  public record Account(String id, String issuer, Instant linkedAt, Instant lastUsedAt) {}

  /// What was wrong with a form of the page.
  public record Faults(
      Optional<String> current,
      Optional<String> password,
      Optional<String> code,
      Optional<String> passkey) {
    private static final Faults NONE =
        new Faults(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /// The page of what somebody signs in with.
  ///
  /// @param providers whose accounts could be connected
  public record Security(
      Me.Factors factors,
      List<Passkey> passkeys,
      List<Account> accounts,
      List<String> providers,
      Faults faults) {
    public Security {
      passkeys = List.copyOf(passkeys);
      accounts = List.copyOf(accounts);
      providers = List.copyOf(providers);
    }
  }

  /// An authenticator app that is being added.
  ///
  /// @param url the same as the secret, for cameras
  public record Enrolment(String secret, String url, Optional<String> error) {
    public Qr qr() {
      return Qr.of(url);
    }

    /// In groups, as people type it.
    public String typed() {
      return secret.replaceAll("(.{4})(?!$)", "$1 ");
    }
  }

  /// Shown this once.
  public record RecoveryCodes(List<String> recoveryCodes) {
    public RecoveryCodes {
      recoveryCodes = List.copyOf(recoveryCodes);
    }

    public String all() {
      return String.join("\n", recoveryCodes);
    }
  }

  public record OnePasskey(Passkey passkey, Optional<String> error) {}

  private record PasskeyList(List<Passkey> items) {}

  private record AccountList(List<Account> items) {}

  private static View.Html page(Visit visit, Faults faults) {
    return html(
        "profile/security",
        "profile.security",
        new Security(
            visit.me().factors(),
            passkeys(visit),
            visit.get(API + "/identities").as(AccountList.class).items(),
            Ways.of(visit).providers(),
            faults));
  }

  private static View.Html html(String template, String title, Object view) {
    return View.html(template, Section.PROFILE, Texts.english().of(title), view);
  }

  private static List<Passkey> passkeys(Visit visit) {
    return visit.get(API + "/passkeys").as(PasskeyList.class).items();
  }

  private static View done(Answer answer, String toast) {
    return View.redirect(SECURITY).with(answer.cookies()).toast(toast);
  }

  private static View changePassword(Visit visit) {
    Map<String, String> passwords = new TreeMap<>();
    passwords.put("password", visit.form().exact("password"));
    if (visit.me().factors().password()) {
      passwords.put("current", visit.form().exact("current"));
    }
    try {
      return done(visit.put(API + "/password").json(passwords).send(), "profile.password.done");
    } catch (Problem problem) {
      Optional<String> detail = Optional.of(problem.detail());
      boolean isNew = List.of("weak_password", "breached_password").contains(problem.code());
      return page(
              visit,
              new Faults(
                  detail.filter(_ -> !isNew),
                  detail.filter(_ -> isNew),
                  Optional.empty(),
                  Optional.empty()))
          .status(problem.status());
    }
  }

  private record Begun(String secret, String url) {}

  private static View enrol(Visit visit) {
    Begun begun = visit.post(API + "/totp").as(Begun.class);
    return enrolment(new Enrolment(begun.secret, begun.url, Optional.empty()));
  }

  private static View.Html enrolment(Enrolment view) {
    return html("profile/totp", "totp.title", view);
  }

  private static View confirm(Visit visit) {
    try {
      Answer answer =
          visit.post(API + "/totp/confirm").json(Map.of("code", visit.form().text("code"))).send();
      return html(
              "profile/recovery-codes", "recovery.title", Asking.read(answer, RecoveryCodes.class))
          .with(answer.cookies());
    } catch (Problem problem) {
      String url = visit.form().text("url");
      if (!Qr.fits(url)) {
        throw problem;
      }
      return enrolment(
              new Enrolment(visit.form().text("secret"), url, Optional.of(problem.detail())))
          .status(problem.status());
    }
  }

  private static View drop(Visit visit) {
    try {
      return done(
          visit.post(API + "/totp/drop").json(Map.of("code", visit.form().text("code"))).send(),
          "totp.dropped");
    } catch (Problem problem) {
      return page(
              visit,
              new Faults(
                  Optional.empty(),
                  Optional.empty(),
                  Optional.of(problem.detail()),
                  Optional.empty()))
          .status(problem.status());
    }
  }

  private static View addPasskey(Visit visit) {
    try {
      return done(
          visit
              .post(API + "/passkeys")
              .json(
                  Map.of(
                      "name", visit.form().text("name"), "credential", Passkeys.credential(visit)))
              .send(),
          "passkey.added");
    } catch (Problem problem) {
      return page(
              visit,
              new Faults(
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.of(problem.detail())))
          .status(problem.status());
    }
  }

  private static View.Html passkey(Visit visit, Optional<String> error) {
    Passkey passkey =
        passkeys(visit).stream()
            .filter(one -> one.id().equals(visit.path("passkeyId")))
            .findFirst()
            .orElseThrow(() -> Problem.of(404, "not_found", ""));
    return html("profile/passkey", "passkey.title", new OnePasskey(passkey, error));
  }

  private static View renamePasskey(Visit visit) {
    try {
      return done(
          visit
              .patch(PASSKEY_API)
              .path("passkeyId", visit.path("passkeyId"))
              .json(Map.of("name", visit.form().text("name")))
              .version(visit.form().filled("version"))
              .send(),
          "passkey.renamed");
    } catch (Problem problem) {
      return passkey(visit, Optional.of(problem.detail())).status(problem.status());
    }
  }

  private static View removePasskey(Visit visit) {
    return done(
        visit.delete(PASSKEY_API).path("passkeyId", visit.path("passkeyId")).send(),
        "passkey.removed");
  }

  private static View removeAccount(Visit visit) {
    return done(
        visit
            .delete(API + "/identities/{identityId}")
            .path("identityId", visit.path("identityId"))
            .send(),
        "accounts.removed");
  }
}

package latchkey.doors.pages.people;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import latchkey.doors.pages.Screen;
import latchkey.doors.pages.Section;
import latchkey.doors.pages.Texts;
import latchkey.doors.pages.View;
import latchkey.doors.pages.Visit;
import latchkey.http.Problem;

/// `/welcome`: the first agent, the first key, and a request that shows that it works.
public final class WelcomeScreens {
  static final String AGENT = "/welcome/agent";
  private static final String KEY = "/welcome/key";

  private final Optional<URI> publicUrl;

  /// @param publicUrl of this server, where its operator says it
  public WelcomeScreens(Optional<URI> publicUrl) {
    this.publicUrl = publicUrl;
  }

  public List<Screen> screens() {
    return List.of(
        Screen.page(AGENT, _ -> page(new FirstAgent("", Optional.empty()))),
        Screen.form(AGENT, WelcomeScreens::makeAgent),
        Screen.page(KEY, WelcomeScreens::key),
        Screen.form(KEY, this::makeKey),
        Screen.page("/welcome/used/{keyId}", WelcomeScreens::used));
  }

  public record FirstAgent(String name, Optional<String> error) {}

  /// What the first key is asked for.
  ///
  /// @param agent that the key is for; empty for all of them
  public record FirstKey(String agent, String name, Access access, Optional<String> error) {}

  /// What the first key may do; [latchkey.access.Catalog] says what the names mean.
  public enum Access {
    READ("*.read"),
    CONTACTS("contacts.*"),
    ALL("*");

    private final String permission;

    Access(String permission) {
      this.permission = permission;
    }

    /// Its name in the texts is `welcome.access.` and this.
    public String text() {
      return name();
    }

    static Access of(String name) {
      for (Access access : values()) {
        if (access.name().equals(name)) {
          return access;
        }
      }
      return READ;
    }
  }

  /// The key at the only moment at which its secret is known, with a request to try.
  public record Ready(String keyId, String token, String command, Used used) {}

  /// Whether the key was used yet.
  public record Used(String keyId, Optional<Instant> at, Optional<String> from) {}

  private static View.Html page(FirstAgent view) {
    return View.html("people/first-agent", Section.NONE, title("welcome.agent"), view);
  }

  private static View.Html page(FirstKey view) {
    return View.html("people/first-key", Section.NONE, title("welcome.key"), view);
  }

  private static String title(String name) {
    return Texts.english().of(name);
  }

  private record Made(String id) {}

  private static View makeAgent(Visit visit) {
    String name = visit.form().text("name");
    try {
      String id =
          visit
              .post("/api/v1/agents")
              .json(Map.of("name", name))
              .once(visit.form().filled("_once"))
              .as(Made.class)
              .id();
      return View.redirect(KEY + "?agent=" + id);
    } catch (Problem problem) {
      return page(new FirstAgent(name, Optional.of(problem.detail()))).status(problem.status());
    }
  }

  private static View key(Visit visit) {
    return page(
        new FirstKey(visit.parameter("agent").orElse(""), "", Access.READ, Optional.empty()));
  }

  private record Issued(Made key, String token) {}

  private View makeKey(Visit visit) {
    String name = visit.form().text("name");
    Optional<String> agent = visit.form().filled("agent");
    Access access = Access.of(visit.form().text("access"));
    Map<String, Object> wanted = new TreeMap<>();
    wanted.put("name", name);
    wanted.put("permissions", List.of(access.permission));
    agent.ifPresent(id -> wanted.put("agentId", id));
    try {
      Issued issued =
          visit
              .post("/api/v1/keys")
              .json(wanted)
              .once(visit.form().filled("_once"))
              .as(Issued.class);
      return ready(visit, issued);
    } catch (Problem problem) {
      return page(new FirstKey(agent.orElse(""), name, access, Optional.of(problem.detail())))
          .status(problem.status());
    }
  }

  private View ready(Visit visit, Issued issued) {
    String id = issued.key.id();
    String command =
        "curl %s/v1/keys/self \\\n  -H 'Authorization: Bearer %s'"
            .formatted(visit.site(publicUrl), issued.token);
    return View.html(
        "people/ready",
        Section.NONE,
        title("welcome.ready"),
        new Ready(id, issued.token, command, new Used(id, Optional.empty(), Optional.empty())));
  }

  private record KeyUse(String id, Optional<Instant> lastUsedAt, Optional<String> lastUsedFrom) {}

  /// What the page before asks again and again, and without scripts a page of its own.
  private static View used(Visit visit) {
    KeyUse key =
        visit.get("/api/v1/keys/{keyId}").path("keyId", visit.path("keyId")).as(KeyUse.class);
    return View.html(
        "people/first-use",
        Section.NONE,
        title("welcome.used.title"),
        new Used(key.id, key.lastUsedAt, key.lastUsedFrom));
  }
}

package latchkey.doors.pages.key;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import latchkey.doors.pages.Screen;
import latchkey.doors.pages.Section;
import latchkey.doors.pages.Texts;
import latchkey.doors.pages.View;
import latchkey.doors.pages.Visit;
import latchkey.doors.pages.advice.AdviceScreens;
import latchkey.doors.pages.advice.AdviceScreens.Advised;
import latchkey.doors.pages.keys.KeyView;
import latchkey.doors.pages.usage.Activity;
import latchkey.doors.pages.usage.Scope;
import latchkey.http.Problem;

/// `/keys/{keyId}`: what a key is, and what it does.
public final class KeyScreens {
  private static final String ONE = "/keys/{keyId}";
  private static final String API = "/api/v1/keys/{keyId}";
  private static final String KEY_ID = "keyId";
  private static final String MOST_REFUSALS = "50";
  private static final String HISTORY_AT_ONCE = "25";

  /// The parts of the page, as the query string calls them.
  static final List<String> TABS = List.of("overview", "refusals", "addresses", "history");

  public List<Screen> screens() {
    return List.of(Screen.page(ONE, KeyScreens::show));
  }

  /// The whole page.
  ///
  /// @param agent what its agent is called
  /// @param creator who made it, as they were called then
  /// @param tab one of [#TABS]
  public record KeyPage(
      KeyView key, Optional<String> agent, Optional<String> creator, String tab, Part part) {
    public List<String> tabs() {
      return TABS;
    }
  }

  /// What a tab shows.
  public sealed interface Part {}

  public record Overview(Activity activity, List<LimitLeft> limits, Advised advice)
      implements Part {
    public Overview {
      limits = List.copyOf(limits);
    }
  }

  /// How a limit stands now.
  public record LimitLeft(
      String name, long max, long windowMillis, long remaining, Optional<Instant> resetAt) {
    /// How long its window is.
    public String window() {
      return switch ((int) Math.min(windowMillis, Integer.MAX_VALUE)) {
        case 60_000 -> Texts.english().of("key.per.minute");
        case 3_600_000 -> Texts.english().of("key.per.hour");
        case 86_400_000 -> Texts.english().of("key.per.day");
        default -> Texts.english().count("key.per.seconds", Math.ceilDiv(windowMillis, 1_000L));
      };
    }

    public long used() {
      return max - remaining;
    }
  }

  public record Refusals(Activity activity, List<Refusal> items) implements Part {
    public Refusals {
      items = List.copyOf(items);
    }
  }

  public record Refusal(
      String decisionId,
      Instant at,
      String code,
      Optional<String> permission,
      Optional<String> address,
      Optional<String> agentId) {}

  public record Addresses(Instant from, List<Seen> items, boolean more) implements Part {
    public Addresses {
      items = List.copyOf(items);
    }
  }

  /// Where it was used.
  ///
  /// @param place `address`, `network`, `unknown` or `various`
  public record Seen(
      String place,
      Optional<String> address,
      Optional<String> network,
      Instant firstSeen,
      Instant lastSeen,
      long granted,
      long refused) {}

  public record History(List<Entry> items, Optional<String> next, boolean first) implements Part {
    public History {
      items = List.copyOf(items);
    }
  }

  public record Entry(
      long number, Instant at, Actor actor, String action, String description, String address) {}

  public record Actor(String name) {}

  private static View show(Visit visit) {
    KeyView key = KeyView.of(visit);
    String tab = visit.parameter("tab").filter(TABS::contains).orElse("overview");
    Part part = part(visit, key, tab);
    View.Html page =
        View.html(
            "key/show",
            Section.KEYS,
            key.name(),
            new KeyPage(key, agent(visit, key), creator(visit, key), tab, part));
    return part instanceof Overview(Activity activity, _, _) && activity.span().error().isPresent()
        ? page.status(400)
        : page;
  }

  private static Part part(Visit visit, KeyView key, String tab) {
    return switch (tab) {
      case "refusals" ->
          new Refusals(Activity.of(visit, Scope.key(key.id())), refusals(visit, key));
      case "addresses" -> visit.get(API + "/addresses").path(KEY_ID, key.id()).as(Addresses.class);
      case "history" -> history(visit, key);
      default ->
          new Overview(
              Activity.of(visit, Scope.key(key.id())),
              limits(visit, key),
              AdviceScreens.of(visit, key.id()));
    };
  }

  private record Items(List<LimitLeft> items) {}

  private static List<LimitLeft> limits(Visit visit, KeyView key) {
    return visit.get(API + "/limits").path(KEY_ID, key.id()).as(Items.class).items();
  }

  private record Lines(List<Refusal> items) {}

  private static List<Refusal> refusals(Visit visit, KeyView key) {
    return visit
        .get(API + "/refusals")
        .path(KEY_ID, key.id())
        .query("limit", MOST_REFUSALS)
        .as(Lines.class)
        .items();
  }

  private record Audit(List<Entry> items, Optional<String> next) {}

  private static History history(Visit visit, KeyView key) {
    Audit audit =
        visit
            .get("/api/v1/audit")
            .query("resourceId", key.id())
            .query("limit", HISTORY_AT_ONCE)
            .query("cursor", visit.parameter("cursor"))
            .as(Audit.class);
    String tab = "/keys/" + key.id() + "?tab=history";
    return new History(
        audit.items(),
        audit.next().map(cursor -> tab + "&cursor=" + cursor),
        visit.parameter("cursor").isEmpty());
  }

  private static Optional<String> creator(Visit visit, KeyView key) {
    return visit
        .get("/api/v1/audit")
        .query("resourceId", key.id())
        .query("action", "create")
        .query("limit", "1")
        .as(Audit.class)
        .items()
        .stream()
        .map(entry -> entry.actor().name())
        .findFirst();
  }

  private record Named(String name) {}

  private static Optional<String> agent(Visit visit, KeyView key) {
    return key.agentId()
        .map(
            id -> {
              try {
                return visit
                    .get("/api/v1/agents/{agentId}")
                    .path("agentId", id)
                    .as(Named.class)
                    .name();
              } catch (Problem problem) {
                if (problem.status() == 404) {
                  return id; // it was deleted
                }
                throw problem;
              }
            });
  }
}

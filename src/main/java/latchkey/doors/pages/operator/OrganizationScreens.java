package latchkey.doors.pages.operator;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import latchkey.doors.pages.Screen;
import latchkey.doors.pages.Section;
import latchkey.doors.pages.Texts;
import latchkey.doors.pages.View;
import latchkey.doors.pages.Visit;
import latchkey.http.Problem;

/// `/operator`: the organizations of the installation.
public final class OrganizationScreens {
  private static final String ALL = "/operator";
  private static final String NEW = ALL + "/new";
  private static final String ONE = ALL + "/organizations/{organizationId}";
  private static final String STATUS = ONE + "/status";
  private static final String API = "/api/v1/organizations";
  private static final String ID = "organizationId";
  private static final long MINUTE = 60_000;
  private static final long HOUR = 3_600_000;

  public List<Screen> screens() {
    return List.of(
        Screen.page(ALL, OrganizationScreens::list),
        Screen.page(NEW, _ -> creating(new Creating("", "", "", Optional.empty()))),
        Screen.form(NEW, OrganizationScreens::create),
        Screen.page(ONE, visit -> show(visit, Optional.empty(), Optional.empty())),
        Screen.form(ONE + "/plan", OrganizationScreens::setPlan),
        Screen.form(ONE + "/owner", OrganizationScreens::inviteOwner),
        Screen.page(STATUS, visit -> confirm(visit, Optional.empty())),
        Screen.form(STATUS, OrganizationScreens::setStatus));
  }

  public record Limit(String name, long max, long windowMillis) {}

  /// What an operator sees of an organization.
  public record Organization(
      String id, String name, String status, String plan, List<Limit> limits, long version) {
    public Organization {
      limits = List.copyOf(limits);
    }

    public boolean suspended() {
      return status.equals("suspended");
    }

    /// Its limit with that window, as a form shows it.
    public String limit(long windowMillis) {
      return limits.stream()
          .filter(limit -> limit.windowMillis() == windowMillis)
          .map(limit -> String.valueOf(limit.max()))
          .findFirst()
          .orElse("");
    }

    public String perMinute() {
      return limit(MINUTE);
    }

    public String perHour() {
      return limit(HOUR);
    }
  }

  /// A page of the list.
  public record Listed(List<Organization> items, Optional<String> next) {
    public Listed {
      items = List.copyOf(items);
    }
  }

  /// The list as it was asked for.
  public record Found(Listed listed, String search, boolean begun) {
    public Optional<String> first() {
      return begun ? Optional.of(address(Optional.empty())) : Optional.empty();
    }

    public Optional<String> next() {
      return listed.next().map(cursor -> address(Optional.of(cursor)));
    }

    private String address(Optional<String> cursor) {
      String query =
          Stream.concat(
                  search.isEmpty() ? Stream.empty() : Stream.of("search=" + encoded(search)),
                  cursor.stream().map(text -> "cursor=" + encoded(text)))
              .collect(Collectors.joining("&"));
      return query.isEmpty() ? ALL : ALL + "?" + query;
    }

    private static String encoded(String text) {
      return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
  }

  /// The form of a new one.
  public record Creating(String name, String keyPrefix, String owner, Optional<String> error) {}

  /// One of them with its forms, and what was wrong with one of those.
  public record Shown(
      Organization organization, Optional<String> planError, Optional<String> ownerError) {}

  /// Before it is suspended or reactivated.
  public record Confirming(Organization organization, Optional<String> error) {}

  /// An owner who was invited.
  ///
  /// @param delivery `mailed`, `not_mailed` or `link`
  /// @param link shown this once, where no mail is sent
  public record Invited(
      String organizationId, String email, String delivery, Optional<String> link) {}

  private static View.Html html(String template, String title, Object view) {
    return View.html("operator/" + template, Section.OPERATOR, Texts.english().of(title), view);
  }

  private static View list(Visit visit) {
    Optional<String> cursor = visit.parameter("cursor");
    Listed listed =
        visit
            .get(API)
            .query("search", visit.parameter("search"))
            .query("cursor", cursor)
            .as(Listed.class);
    return html(
        "organizations",
        "operator.title",
        new Found(listed, visit.parameter("search").orElse(""), cursor.isPresent()));
  }

  private static Organization find(Visit visit) {
    String id = visit.path(ID);
    return visit.get(API).query("search", id).as(Listed.class).items().stream()
        .filter(one -> one.id().equals(id))
        .findFirst()
        .orElseThrow(() -> Problem.of(404, "not_found", ""));
  }

  private static View.Html show(
      Visit visit, Optional<String> planError, Optional<String> ownerError) {
    return html(
        "organization", "operator.organization", new Shown(find(visit), planError, ownerError));
  }

  private static View.Html creating(Creating view) {
    return html("create", "operator.create", view);
  }

  private static View create(Visit visit) {
    String name = visit.form().text("name");
    String prefix = visit.form().text("keyPrefix");
    String owner = visit.form().text("owner");
    Map<String, String> wanted = new TreeMap<>(Map.of("name", name));
    visit.form().filled("keyPrefix").ifPresent(text -> wanted.put("keyPrefix", text));
    try {
      Organization made =
          visit.post(API).json(wanted).once(visit.form().filled("_once")).as(Organization.class);
      return owner.isEmpty()
          ? View.redirect(ALL + "/organizations/" + made.id()).toast("operator.created")
          : invited(visit, made.id(), owner);
    } catch (Problem problem) {
      return creating(new Creating(name, prefix, owner, Optional.of(problem.detail())))
          .status(problem.status());
    }
  }

  private static View inviteOwner(Visit visit) {
    return invited(visit, visit.path(ID), visit.form().text("email"));
  }

  private record Sent(String delivery, Optional<String> link) {}

  /// The organization is there, whether or not its owner could be invited.
  private static View invited(Visit visit, String organization, String email) {
    try {
      Sent sent =
          visit
              .post(API + "/{organizationId}/owner-invitations")
              .path(ID, organization)
              .json(Map.of("email", email))
              .once(visit.form().filled("_once").map(once -> once + "-owner"))
              .as(Sent.class);
      return html(
          "invited",
          "operator.invited",
          new Invited(organization, email, sent.delivery, sent.link));
    } catch (Problem problem) {
      Organization there =
          visit.get(API).query("search", organization).as(Listed.class).items().stream()
              .filter(one -> one.id().equals(organization))
              .findFirst()
              .orElseThrow(() -> problem);
      return html(
              "organization",
              "operator.organization",
              new Shown(there, Optional.empty(), Optional.of(problem.detail())))
          .status(problem.status());
    }
  }

  private static View setPlan(Visit visit) {
    String plan = visit.form().text("plan");
    Map<String, Object> wanted = new TreeMap<>(Map.of("plan", plan));
    try {
      if (plan.equals("custom")) {
        wanted.put(
            "limits",
            Stream.of(
                    limit(visit, "perMinute", "per-minute", MINUTE),
                    limit(visit, "perHour", "per-hour", HOUR))
                .flatMap(Optional::stream)
                .toList());
      }
      var _ =
          visit
              .put(API + "/{organizationId}/plan")
              .path(ID, visit.path(ID))
              .json(wanted)
              .version(visit.form().filled("version"))
              .send();
      return View.redirect(ALL + "/organizations/" + visit.path(ID)).toast("operator.plan.saved");
    } catch (Problem problem) {
      return show(visit, Optional.of(problem.detail()), Optional.empty()).status(problem.status());
    }
  }

  private static Optional<Limit> limit(Visit visit, String field, String name, long window) {
    return visit.form().filled(field).map(text -> new Limit(name, number(text), window));
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException _) {
      throw Problem.badRequest(Texts.english().of("operator.plan.number", text));
    }
  }

  private static View.Html confirm(Visit visit, Optional<String> error) {
    return html("status", "operator.organization", new Confirming(find(visit), error));
  }

  private static View setStatus(Visit visit) {
    String status = visit.form().text("status");
    try {
      var _ =
          visit
              .put(API + "/{organizationId}/status")
              .path(ID, visit.path(ID))
              .json(Map.of("status", status))
              .version(visit.form().filled("version"))
              .send();
      return View.redirect(ALL + "/organizations/" + visit.path(ID))
          .toast(status.equals("active") ? "operator.reactivated" : "operator.suspended");
    } catch (Problem problem) {
      return confirm(visit, Optional.of(problem.detail())).status(problem.status());
    }
  }
}

package latchkey.doors.pages.settings;

import java.time.ZoneId;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import latchkey.doors.Answer;
import latchkey.doors.pages.Form;
import latchkey.doors.pages.Screen;
import latchkey.doors.pages.Section;
import latchkey.doors.pages.Texts;
import latchkey.doors.pages.View;
import latchkey.doors.pages.Visit;
import latchkey.doors.pages.Wrong;
import latchkey.http.Problem;

/// `/settings`: the organization, in parts that are saved one by one.
public final class SettingsScreens {
  private static final String PATH = "/settings";
  private static final String API = "/api/v1/organizations/{organizationId}";

  /// What the API calls a field that it refuses.
  private static final Map<String, String> FIELDS = fields();

  private static final List<Country> COUNTRIES =
      Stream.of(Locale.getISOCountries())
          .map(code -> new Country(code, Locale.of("", code).getDisplayCountry(Locale.ENGLISH)))
          .sorted(Comparator.comparing(Country::name))
          .toList();

  private static Map<String, String> fields() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("organization's name", "name");
    fields.put("key prefix", "keyPrefix");
    fields.put("time zone", "timeZone");
    fields.put("two letters", "defaultRegion");
    fields.put("e-mail address", "billingContact");
    return fields;
  }

  public List<Screen> screens() {
    return List.of(
        Screen.page(PATH, SettingsScreens::show), Screen.form(PATH, SettingsScreens::change));
  }

  /// How many requests each key may make where nobody says otherwise.
  public record Limit(long max, long windowMillis) {
    /// The end of the name of the text that says its window; empty where that has no word.
    public String word() {
      return switch ((int) (windowMillis / 1_000)) {
        case 60 -> "minute";
        case 3_600 -> "hour";
        case 86_400 -> "day";
        default -> "";
      };
    }

    public long seconds() {
      return windowMillis / 1_000;
    }
  }

  /// As the API shows it.
  public record Organization(
      String id,
      String name,
      String status,
      String keyPrefix,
      boolean sealedCopies,
      String timeZone,
      String defaultRegion,
      String plan,
      List<Limit> limits,
      Optional<String> billingContact,
      long version) {
    public Organization {
      limits = List.copyOf(limits);
    }

    /// What the fields of the forms hold as long as nobody changes them.
    Map<String, String> fields() {
      return Map.of(
          "name", name,
          "keyPrefix", keyPrefix,
          "sealedCopies", sealedCopies ? "on" : "",
          "timeZone", timeZone,
          "defaultRegion", defaultRegion,
          "billingContact", billingContact.orElse(""));
    }
  }

  private record Providers(List<String> providers) {}

  private record Server(boolean mail) {}

  /// A country whose phone numbers need no prefix.
  public record Country(String code, String name) {}

  /// The page.
  ///
  /// @param fields what the forms hold: what is saved, or what somebody tried to save
  /// @param editable whether the viewer may change it
  /// @param version that a form is meant for
  /// @param mail whether the server can send codes
  public record Settings(
      Organization organization,
      Map<String, String> fields,
      boolean editable,
      String version,
      boolean mail,
      List<String> providers,
      Optional<Wrong> wrong) {
    public Settings {
      fields = Map.copyOf(fields);
      providers = List.copyOf(providers);
    }

    public String value(String name) {
      return fields.getOrDefault(name, "");
    }

    public Optional<String> at(String field) {
      return Wrong.at(wrong, field);
    }

    /// The text that says how people sign in.
    public String ways() {
      if (providers.isEmpty()) {
        return mail ? "settings.ways.mail" : "settings.ways.mailless";
      }
      return mail ? "settings.ways.mail.more" : "settings.ways.mailless.more";
    }

    public List<Country> countries() {
      return COUNTRIES;
    }

    /// Those that people know by a place, and what is chosen.
    public List<String> zones() {
      TreeSet<String> zones = new TreeSet<>();
      ZoneId.getAvailableZoneIds().stream()
          .filter(zone -> zone.contains("/") && !zone.startsWith("Etc/"))
          .filter(zone -> !zone.startsWith("SystemV/"))
          .forEach(zones::add);
      zones.add("UTC");
      zones.add(organization.timeZone);
      return List.copyOf(zones);
    }
  }

  private static String id(Visit visit) {
    return visit.me().organizationId().orElse("");
  }

  private static Organization read(Visit visit) {
    return visit.get(API).path("organizationId", id(visit)).as(Organization.class);
  }

  private static View show(Visit visit) {
    visit.require("ORGANIZATION_READ");
    Organization now = read(visit);
    return page(visit, now, now.fields(), Optional.empty());
  }

  private static View.Html page(
      Visit visit, Organization now, Map<String, String> fields, Optional<Wrong> wrong) {
    List<String> providers =
        visit.get("/api/v1/sign-in/openid").as(Providers.class).providers.stream().toList();
    return View.html(
        "settings/organization",
        Section.SETTINGS,
        Texts.english().of("settings.title"),
        new Settings(
            now,
            fields,
            visit.me().holds("ORGANIZATION_UPDATE"),
            Long.toString(now.version),
            visit.get("/api/v1/setup").as(Server.class).mail,
            providers,
            wrong));
  }

  private static View change(Visit visit) {
    Form form = visit.form();
    String part = form.text("part");
    try {
      Answer _ =
          visit
              .patch(API)
              .path("organizationId", id(visit))
              .version(form.filled("_version"))
              .json(changes(part, form))
              .send();
      return View.redirect(PATH)
          .toast(part.equals("name") ? "settings.name.updated" : "settings.updated");
    } catch (Problem problem) {
      if (problem.status() != 400 && problem.status() != 412) {
        throw problem;
      }
      Organization now = read(visit);
      Map<String, String> fields = new LinkedHashMap<>(now.fields());
      changes(part, form).keySet().forEach(name -> fields.put(name, form.text(name)));
      Wrong wrong =
          problem.status() == 412
              ? Wrong.whole(Texts.english().of("settings.stale"))
              : Wrong.of(problem, FIELDS);
      return page(visit, now, fields, Optional.of(wrong)).status(problem.status());
    }
  }

  /// What one of the forms says.
  private static Map<String, Object> changes(String part, Form form) {
    return switch (part) {
      case "name" -> Map.of("name", form.text("name"));
      case "general" ->
          Map.of(
              "timeZone", form.text("timeZone"),
              "defaultRegion", form.text("defaultRegion"),
              "billingContact", form.filled("billingContact"));
      case "keys" ->
          Map.of("keyPrefix", form.text("keyPrefix"), "sealedCopies", form.has("sealedCopies"));
      default -> throw Problem.badRequest("");
    };
  }
}

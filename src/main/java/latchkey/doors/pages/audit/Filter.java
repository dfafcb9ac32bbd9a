package latchkey.doors.pages.audit;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import latchkey.doors.pages.Asking;
import latchkey.doors.pages.Link;
import latchkey.doors.pages.Texts;
import latchkey.doors.pages.Visit;
import latchkey.http.Problem;

/// Which entries somebody looks for, as the form above the list says it: names and what is filled
/// in, of which days are days of the viewer's zone.
public record Filter(Map<String, String> values) {
  private static final String[] PLAIN = {
    "search", "actor", "action", "resource", "resourceId", "status"
  };
  private static final String FROM = "from";
  private static final String TO = "to";

  public Filter {
    values = Map.copyOf(values);
  }

  static Filter of(Visit visit) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String name : PLAIN) {
      visit.parameter(name).ifPresent(value -> values.put(name, value));
    }
    visit.parameter(FROM).map(Filter::day).ifPresent(day -> values.put(FROM, day.toString()));
    visit.parameter(TO).map(Filter::day).ifPresent(day -> values.put(TO, day.toString()));
    return new Filter(values);
  }

  private static LocalDate day(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeParseException _) {
      throw Problem.badRequest(Texts.english().of("audit.day.wrong"));
    }
  }

  /// What is filled in under that name; empty for nothing.
  public String value(String name) {
    return values.getOrDefault(name, "");
  }

  public boolean isEmpty() {
    return values.isEmpty();
  }

  /// A page, or a file, of what is looked for.
  public Link link(String path) {
    Link link = Link.to(path);
    for (String name : PLAIN) {
      link = link.with(name, Optional.ofNullable(values.get(name)));
    }
    return link.with(FROM, Optional.ofNullable(values.get(FROM)))
        .with(TO, Optional.ofNullable(values.get(TO)));
  }

  /// The list without that condition.
  public String without(String name) {
    Map<String, String> fewer = new LinkedHashMap<>(values);
    fewer.remove(name);
    return new Filter(fewer).link(AuditScreens.LIST).text();
  }

  /// The same entries, asked of the API.
  Asking ask(Asking asking, ZoneId zone) {
    Asking asked = asking;
    for (String name : PLAIN) {
      asked = asked.query(name, Optional.ofNullable(values.get(name)));
    }
    return asked
        .query(FROM, Optional.ofNullable(values.get(FROM)).map(day -> begin(day, 0, zone)))
        .query(TO, Optional.ofNullable(values.get(TO)).map(day -> begin(day, 1, zone)));
  }

  /// The last day belongs to what is looked for: the first moment that does not is the next day's.
  private static String begin(String day, int later, ZoneId zone) {
    Instant begin = LocalDate.parse(day).plusDays(later).atStartOfDay(zone).toInstant();
    return begin.toString();
  }
}

package latchkey.doors.pages.usage;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import latchkey.doors.pages.Texts;
import latchkey.doors.pages.Visit;

/// The time that somebody looks at.
///
/// @param name one of [#NAMES], or `custom`
/// @param zone in which its days are
/// @param error what was wrong with the one that was asked for, which this stands for
public record Span(
    String name, Instant from, Instant to, Instant now, ZoneId zone, Optional<String> error) {
  public static final List<String> NAMES = List.of("24h", "7d", "30d");
  private static final String CUSTOM = "custom";
  private static final Duration BY_HOUR = Duration.ofDays(8);
  private static final Duration HOURS_KEPT = Duration.ofDays(31);

  /// What the query string asks for; the last day, if that is nothing.
  public static Span of(Visit visit) {
    String name = visit.parameter("range").orElse("24h");
    return name.equals(CUSTOM)
        ? custom(visit)
        : lately(visit, NAMES.contains(name) ? name : "24h", Optional.empty());
  }

  /// The same visit's last day, where the one asked for can't be shown.
  static Span instead(Visit visit, String error) {
    return lately(visit, "24h", Optional.of(error));
  }

  private static Span lately(Visit visit, String name, Optional<String> error) {
    Duration length =
        switch (name) {
          case "7d" -> Duration.ofDays(7);
          case "30d" -> Duration.ofDays(30);
          default -> Duration.ofDays(1);
        };
    Instant now = visit.now();
    return new Span(name, now.minus(length), now, now, visit.clock().zone(), error);
  }

  /// Whole days of the viewer's; the last one counts too.
  private static Span custom(Visit visit) {
    ZoneId zone = visit.clock().zone();
    Optional<LocalDate> first = visit.parameter("from").flatMap(Span::day);
    Optional<LocalDate> last = visit.parameter("to").flatMap(Span::day);
    if (first.isEmpty() || last.isEmpty() || first.get().isAfter(last.get())) {
      return instead(visit, Texts.english().of("usage.range.wrong"));
    }
    Instant from = first.get().atStartOfDay(zone).toInstant();
    Instant to = last.get().plusDays(1).atStartOfDay(zone).toInstant();
    Instant now = visit.now();
    return from.isAfter(now)
        ? instead(visit, Texts.english().of("usage.range.future"))
        : new Span(CUSTOM, from, to.isAfter(now) ? now : to, now, zone, Optional.empty());
  }

  private static Optional<LocalDate> day(String text) {
    try {
      return Optional.of(LocalDate.parse(text))
          .filter(day -> day.getYear() > 1970 && day.getYear() < 9999);
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  /// How finely it is drawn.
  public String interval() {
    boolean hours =
        Duration.between(from, to).compareTo(BY_HOUR) <= 0
            && Duration.between(from, now).compareTo(HOURS_KEPT) <= 0;
    return hours ? "hour" : "day";
  }

  public boolean custom() {
    return name.equals(CUSTOM);
  }

  /// Its first day, as a date field takes it.
  public String firstDay() {
    return LocalDate.ofInstant(from, zone).toString();
  }

  public String lastDay() {
    return LocalDate.ofInstant(to.minusMillis(1), zone).toString();
  }

  /// What asks for it again.
  public String query() {
    return custom() ? "range=custom&from=" + firstDay() + "&to=" + lastDay() : "range=" + name;
  }

  /// Other parameters that stay, behind the first of a query string.
  public static String rest(Map<String, String> kept) {
    return kept.entrySet().stream()
        .map(one -> "&" + one.getKey() + "=" + one.getValue())
        .collect(Collectors.joining());
  }
}

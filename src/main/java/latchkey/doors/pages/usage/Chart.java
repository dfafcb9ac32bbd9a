package latchkey.doors.pages.usage;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import latchkey.http.JsonRecords;

/// Numbers over time, in a few series: `charts.js` draws them, and a table lists them.
///
/// @param times what to write at each, in the viewer's zone
/// @param exact what each is for all viewers alike: in UTC, or a day of the organization's zone
public record Chart(List<String> times, List<String> exact, List<Series> series) {
  static final int MOST = 6;
  private static final DateTimeFormatter HOUR = formatter("HH:mm");
  private static final DateTimeFormatter DAY_HOUR = formatter("d MMM HH:mm");
  private static final DateTimeFormatter DAY = formatter("d MMM");
  private static final DateTimeFormatter EXACT = formatter("uuuu-MM-dd HH:mm 'UTC'");
  private static final int HOURS_OF_ONE_DAY = 26;

  /// One line of numbers.
  ///
  /// @param style which of the stylesheet's colours for charts: 1 to [#MOST]
  public record Series(String name, int style, List<Long> counts) {
    public Series {
      counts = List.copyOf(counts);
    }

    public long sum() {
      return counts.stream().mapToLong(Long::longValue).sum();
    }
  }

  public Chart {
    times = List.copyOf(times);
    exact = List.copyOf(exact);
    series = List.copyOf(series);
  }

  private static DateTimeFormatter formatter(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
  }

  /// How series are told apart.
  ///
  /// @param of what a row belongs to
  /// @param name what that is called
  /// @param style its colour, or 0: by its rank
  record By(
      Function<Counts.Row, String> of,
      Function<String, String> name,
      Function<String, Integer> style) {}

  /// The largest series, and one of all others.
  static Chart of(Counts counts, By by, String others, ZoneId zone) {
    List<String> times = counts.times();
    Map<String, Integer> places = new HashMap<>();
    times.forEach(time -> places.put(time, places.size()));
    Map<String, List<Long>> sums = new LinkedHashMap<>();
    for (Counts.Row row : counts.items()) {
      Integer place = places.get(row.time().orElse(""));
      if (place != null) {
        List<Long> sum = sums.computeIfAbsent(by.of.apply(row), _ -> zeros(times.size()));
        sum.set(place, sum.get(place) + row.count());
      }
    }
    return new Chart(
        times.stream().map(time -> label(time, times.size(), zone)).toList(),
        times.stream().map(time -> exact(time, counts.timeZone())).toList(),
        ranked(sums, by, others, times.size()));
  }

  private static List<Series> ranked(
      Map<String, List<Long>> sums, By by, String others, int length) {
    List<String> names = new ArrayList<>(sums.keySet());
    names.sort(Comparator.comparingLong(name -> -sum(sums.getOrDefault(name, List.of()))));
    List<Series> series = new ArrayList<>();
    List<Long> rest = zeros(length);
    int shown = names.size() > MOST ? MOST - 1 : names.size();
    for (int i = 0; i < names.size(); i++) {
      List<Long> counts = sums.getOrDefault(names.get(i), List.of());
      if (i < shown) {
        int style = by.style.apply(names.get(i));
        series.add(new Series(by.name.apply(names.get(i)), style > 0 ? style : i + 1, counts));
      } else {
        for (int at = 0; at < length; at++) {
          rest.set(at, rest.get(at) + counts.get(at));
        }
      }
    }
    if (shown < names.size()) {
      series.add(new Series(others, MOST, rest));
    }
    return series;
  }

  private static List<Long> zeros(int length) {
    List<Long> zeros = new ArrayList<>(length);
    for (int i = 0; i < length; i++) {
      zeros.add(0L);
    }
    return zeros;
  }

  private static long sum(List<Long> counts) {
    return counts.stream().mapToLong(Long::longValue).sum();
  }

  private static boolean isDay(String time) {
    return time.length() == "2026-01-31".length();
  }

  private static String exact(String time, String zone) {
    return isDay(time)
        ? time + " " + zone
        : EXACT.format(Instant.parse(time).atZone(ZoneOffset.UTC));
  }

  private static String label(String time, int times, ZoneId zone) {
    return isDay(time)
        ? DAY.format(LocalDate.parse(time))
        : (times <= HOURS_OF_ONE_DAY ? HOUR : DAY_HOUR).format(Instant.parse(time).atZone(zone));
  }

  public boolean empty() {
    return series.isEmpty();
  }

  /// As `charts.js` reads it.
  public String json() {
    return new String(JsonRecords.write(this), StandardCharsets.UTF_8);
  }
}

package latchkey.doors.pages;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/// Times and numbers as a viewer reads them.
///
/// @param zone where they are
public record Clock(Instant now, ZoneId zone) {
  private static final DateTimeFormatter DAY = formatter("d MMM uuuu");
  private static final DateTimeFormatter MINUTE = formatter("d MMM uuuu, HH:mm");
  private static final DateTimeFormatter EXACT = formatter("uuuu-MM-dd HH:mm:ss 'UTC'");

  /// Seconds that something may seem to lie ahead of a page that was begun before it.
  private static final long CLOCKS_DIFFER = 5;

  private static DateTimeFormatter formatter(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
  }

  /// The zone that a browser says it is in; anything else than one that exists counts as none.
  static Optional<ZoneId> zone(String text) {
    try {
      return text.isEmpty() || text.length() > 64 ? Optional.empty() : Optional.of(ZoneId.of(text));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  public String day(Instant at) {
    return DAY.format(at.atZone(zone));
  }

  public String minute(Instant at) {
    return MINUTE.format(at.atZone(zone));
  }

  /// The exact time, which all viewers see alike.
  public String exact(Instant at) {
    return EXACT.format(at.atZone(ZoneOffset.UTC));
  }

  /// How far from now, such as "in 3 days" or "5 minutes ago"; the day itself when that is long.
  public String ago(Instant at, Texts texts) {
    Duration distance = Duration.between(at, now);
    long seconds = distance.abs().toSeconds();
    boolean ahead = distance.isNegative() && seconds >= CLOCKS_DIFFER;
    String past = ahead ? "time.in" : "time.ago";
    if (seconds < 45) {
      return texts.of(ahead ? "time.moment.future" : "time.moment.past");
    }
    long minutes = Math.max(1, Math.round(seconds / 60.0));
    long hours = Math.round(seconds / 3600.0);
    long days = Math.round(seconds / 86_400.0);
    if (minutes < 60) {
      return texts.of(past, texts.count("time.minutes", minutes));
    }
    if (hours < 24) {
      return texts.of(past, texts.count("time.hours", hours));
    }
    return days <= 45 ? texts.of(past, texts.count("time.days", days)) : day(at);
  }

  public static String number(long number) {
    return String.format(Locale.ENGLISH, "%,d", number);
  }

  /// A number where there is little room: 950, 1.2k, 34k, 5.6M.
  public static String shortNumber(long number) {
    if (number < 1_000) {
      return Long.toString(number);
    }
    if (number < 999_500) {
      return shortened(number / 1_000.0, "k");
    }
    return number < 999_500_000 ? shortened(number / 1e6, "M") : shortened(number / 1e9, "G");
  }

  /// How much room something takes: 950 B, 1.2 kB, 34 MB.
  public static String bytes(long bytes) {
    if (bytes < 1_000) {
      return bytes + " B";
    }
    if (bytes < 999_500) {
      return shortened(bytes / 1_000.0, " kB");
    }
    return bytes < 999_500_000 ? shortened(bytes / 1e6, " MB") : shortened(bytes / 1e9, " GB");
  }

  private static String shortened(double number, String unit) {
    return number < 9.95
        ? String.format(Locale.ENGLISH, "%.1f%s", number, unit)
        : Math.round(number) + unit;
  }
}

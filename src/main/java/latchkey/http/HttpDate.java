package latchkey.http;

import java.time.LocalDateTime;
import java.time.ZoneOffset;

/// The date format of HTTP headers, written by hand because the JDK's formatter loads every
/// locale at the start.
final class HttpDate {
  private static final String[] DAYS = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  private static final String[] MONTHS = {
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
  };

  private HttpDate() {}

  static String text(long epochSecond) {
    LocalDateTime at = LocalDateTime.ofEpochSecond(epochSecond, 0, ZoneOffset.UTC);
    return DAYS[at.getDayOfWeek().getValue() - 1]
        + ", "
        + two(at.getDayOfMonth())
        + " "
        + MONTHS[at.getMonthValue() - 1]
        + " "
        + at.getYear()
        + " "
        + two(at.getHour())
        + ":"
        + two(at.getMinute())
        + ":"
        + two(at.getSecond())
        + " GMT";
  }

  private static String two(int number) {
    return number < 10 ? "0" + number : Integer.toString(number);
  }
}

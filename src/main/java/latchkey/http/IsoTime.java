package latchkey.http;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;

/// Times in answers: the very text of [Instant#toString()], a tenth of the work.
public final class IsoTime {
  private static final int LENGTH = "2026-11-21T07:06:05.123Z".length();
  private static final long DAY = 86_400_000;
  private static final long FIRST = Instant.parse("0000-01-01T00:00:00Z").toEpochMilli();
  private static final long AFTER_LAST = Instant.parse("+10000-01-01T00:00:00Z").toEpochMilli();

  private IsoTime() {}

  public static void write(JsonGenerator json, long epochMillis) throws IOException {
    if (epochMillis < FIRST || epochMillis >= AFTER_LAST) {
      json.writeString(Instant.ofEpochMilli(epochMillis).toString());
      return;
    }
    char[] text = new char[LENGTH];
    int length = fill(text, epochMillis);
    json.writeString(text, 0, length);
  }

  private static int fill(char[] text, long epochMillis) {
    LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(epochMillis, DAY));
    int time = (int) Math.floorMod(epochMillis, DAY);
    digits(text, 0, 4, date.getYear(), '-');
    digits(text, 5, 2, date.getMonthValue(), '-');
    digits(text, 8, 2, date.getDayOfMonth(), 'T');
    digits(text, 11, 2, time / 3_600_000, ':');
    digits(text, 14, 2, time / 60_000 % 60, ':');
    int millis = time % 1_000;
    digits(text, 17, 2, time / 1_000 % 60, millis == 0 ? 'Z' : '.');
    if (millis == 0) {
      return 20;
    }
    digits(text, 20, 3, millis, 'Z');
    return LENGTH;
  }

  private static void digits(char[] text, int from, int count, int value, char after) {
    int rest = value;
    for (int i = from + count - 1; i >= from; i--) {
      text[i] = (char) ('0' + rest % 10);
      rest /= 10;
    }
    text[from + count] = after;
  }
}

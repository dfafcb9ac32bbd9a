package latchkey.usage;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/// How finely counts are kept: in three sets of rows, the finer the shorter.
public enum Resolution {
  MINUTE("minute") {
    @Override
    long bucket(long minute, ZoneId zone) {
      return minute;
    }

    @Override
    public long startOf(long bucket, ZoneId zone) {
      return bucket * MINUTE_MILLIS;
    }
  },
  HOUR("hour") {
    @Override
    long bucket(long minute, ZoneId zone) {
      return Math.floorDiv(minute, MINUTES_PER_HOUR);
    }

    @Override
    public long startOf(long bucket, ZoneId zone) {
      return bucket * MINUTES_PER_HOUR * MINUTE_MILLIS;
    }
  },
  /// A day of the organization's time zone; the others are the same in all of them.
  DAY("day") {
    @Override
    long bucket(long minute, ZoneId zone) {
      return LocalDate.ofInstant(Instant.ofEpochMilli(minute * MINUTE_MILLIS), zone).toEpochDay();
    }

    @Override
    public long startOf(long bucket, ZoneId zone) {
      return LocalDate.ofEpochDay(bucket).atStartOfDay(zone).toInstant().toEpochMilli();
    }
  };

  static final long MINUTE_MILLIS = 60_000;
  static final long MINUTES_PER_HOUR = 60;

  private final String column;

  Resolution(String column) {
    this.column = column;
  }

  /// What its column is called, with which its tables' names end too.
  String column() {
    return column;
  }

  /// In which bucket a minute is counted; both are numbers since the epoch.
  abstract long bucket(long minute, ZoneId zone);

  /// When that bucket begins, in epoch milliseconds.
  public abstract long startOf(long bucket, ZoneId zone);

  /// The bucket of a time in epoch milliseconds.
  public long bucketOf(long time, ZoneId zone) {
    return bucket(Math.floorDiv(time, MINUTE_MILLIS), zone);
  }
}

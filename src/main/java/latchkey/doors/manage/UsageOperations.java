package latchkey.doors.manage;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import latchkey.doors.Answer;
import latchkey.keys.KeyRoom;
import latchkey.keys.PublicId;
import latchkey.keys.Scope;
import latchkey.people.Organization;
import latchkey.people.Organizations;
import latchkey.people.Right;
import latchkey.usage.LastUse;
import latchkey.usage.Resolution;
import latchkey.usage.UsageQuery;
import latchkey.usage.UsageQuery.Group;
import latchkey.usage.UsageReader;
import latchkey.usage.UsageRetention.Kept;
import latchkey.usage.UsageTable;

/// `/api/v1/usage`.
public final class UsageOperations {
  private static final String ALL = "/api/v1/usage";
  private static final long DAY = Duration.ofDays(1).toMillis();

  /// Times longer than this are shown by the hour, or by the day, if nobody says how.
  private static final long BY_MINUTE = DAY;

  private static final long BY_HOUR = 31 * DAY;
  private static final int ROWS = 1_000;
  private static final int MOST_KEYS = 100;
  private static final int SHOWN_DAYS = 30;
  private static final int MOST_ROWS = 10_000;

  /// Of one file.
  private static final int MOST_TIMES = 50_000;

  private static final String[] QUESTION = {
    "from", "to", "interval", "groupBy", "keyId", "agentId", "action", "outcome"
  };

  private final UsageReader reader;
  private final UsageTable table;
  private final Organizations organizations;
  private final KeyRoom keys;
  private final Kept kept;

  public UsageOperations(
      UsageReader reader, UsageTable table, Organizations organizations, KeyRoom keys, Kept kept) {
    this.reader = reader;
    this.table = table;
    this.organizations = organizations;
    this.keys = keys;
    this.kept = kept;
  }

  public List<Operation> operations() {
    Need read = Need.of(Right.USAGE_READ, "usage.read");
    return List.of(
        Operation.get(ALL, read, this::counts).taking(QUESTION).taking("rows"),
        Operation.streaming(ALL + "/export", read, this::export).taking(QUESTION),
        Operation.get(ALL + "/keys", read, this::perKey).taking("ids"),
        Operation.get(ALL + "/keys/{keyId}", read, this::lastUse));
  }

  /// One sum; what it is not told apart by is left out.
  ///
  /// @param granted how many of those that it counts got what they asked for
  private record Row(
      Optional<String> time,
      Optional<String> keyId,
      Optional<String> agentId,
      Optional<String> action,
      Optional<String> outcome,
      long count,
      long granted,
      long cost) {}

  /// The sums, and of what time they are.
  ///
  /// @param more whether there are more than were asked for
  private record Sums(
      Instant from, Instant to, String timeZone, String resolution, List<Row> items, boolean more) {
    Sums {
      items = List.copyOf(items);
    }
  }

  /// What is asked, and the time zone whose days are meant.
  private record Question(UsageQuery query, ZoneId zone) {
    Instant at(long bucket) {
      return Instant.ofEpochMilli(query.resolution().startOf(bucket, zone));
    }
  }

  private Question question(Call call, boolean overTime) {
    ZoneId zone = organization(call).timeZone();
    long to = Times.parameter(call, "to").orElse(call.now());
    long from = Times.parameter(call, "from").orElse(to - DAY);
    if (from >= to) {
      throw Faults.invalid("from is before to.");
    }
    Optional<Resolution> interval = call.parameter("interval").map(UsageOperations::resolution);
    interval.ifPresent(asked -> requireKept(asked, call.now() - from));
    Resolution resolution = interval.orElse(fitting(to - from, call.now() - from));
    return new Question(
        new UsageQuery(
            call.organization(),
            scope(call),
            groups(call),
            resolution,
            overTime || interval.isPresent(),
            resolution.bucketOf(from, zone),
            resolution.bucketOf(to - 1, zone) + 1,
            call.parameter("action"),
            call.parameter("outcome")),
        zone);
  }

  private Answer counts(Call call) {
    Question asked = question(call, /* overTime= */ false);
    UsageQuery query = asked.query;
    UsageQuery.Answer answer = reader.ask(query, rows(call));
    return Answer.of(
        new Sums(
            asked.at(query.from()),
            asked.at(query.to()),
            asked.zone.getId(),
            text(query.resolution()),
            answer.rows().stream().map(row -> row(row, query.resolution(), asked.zone)).toList(),
            answer.more()));
  }

  /// However many rows they are.
  private Streamed export(Call call) {
    Question asked = question(call, /* overTime= */ true);
    long buckets = asked.query.to() - asked.query.from();
    if (buckets > MOST_TIMES) {
      throw Faults.invalid(
          "A file has at most %,d intervals, not %,d.".formatted(MOST_TIMES, buckets));
    }
    return new Streamed(Csv.TYPE, "usage.csv", body -> write(body, asked));
  }

  /// A bucket at a time, so that a part costs what it holds.
  private void write(OutputStream body, Question asked) throws IOException {
    body.write(UsageSheet.head(asked.query.groups()).getBytes(StandardCharsets.UTF_8));
    for (long bucket = asked.query.from(); bucket < asked.query.to(); bucket++) {
      UsageQuery query = asked.query.at(bucket);
      Optional<UsageQuery.Row> last = Optional.empty();
      do {
        UsageQuery.Answer part = reader.part(query, last, MOST_ROWS);
        StringBuilder lines = new StringBuilder();
        for (UsageQuery.Row row : part.rows()) {
          lines.append(
              UsageSheet.line(row, query.groups(), time(bucket, query.resolution(), asked.zone)));
        }
        body.write(lines.toString().getBytes(StandardCharsets.UTF_8));
        last = part.more() ? Optional.of(part.rows().getLast()) : Optional.empty();
      } while (last.isPresent());
    }
  }

  private static Row row(UsageQuery.Row row, Resolution resolution, ZoneId zone) {
    return new Row(
        row.time().map(bucket -> time(bucket, resolution, zone)),
        row.key(),
        row.agent(),
        row.action(),
        row.outcome(),
        row.count(),
        row.granted(),
        row.cost());
  }

  /// When the bucket begins; a day is its date in the organization's time zone.
  private static String time(long bucket, Resolution resolution, ZoneId zone) {
    return switch (resolution) {
      case MINUTE, HOUR -> Instant.ofEpochMilli(resolution.startOf(bucket, zone)).toString();
      case DAY -> LocalDate.ofEpochDay(bucket).toString();
    };
  }

  private Organization organization(Call call) {
    return organizations
        .find(call.organization())
        .orElseThrow(() -> new IllegalStateException("a caller's organization exists"));
  }

  /// Fine enough for a time of that length, of rows that are still there for one so long ago.
  private Resolution fitting(long millis, long ago) {
    if (millis <= BY_MINUTE && ago <= kept.of(Resolution.MINUTE).toMillis()) {
      return Resolution.MINUTE;
    }
    return millis <= BY_HOUR && ago <= kept.of(Resolution.HOUR).toMillis()
        ? Resolution.HOUR
        : Resolution.DAY;
  }

  private void requireKept(Resolution resolution, long ago) {
    if (ago > kept.of(resolution).toMillis()) {
      throw Faults.invalid(
          "Usage by the %s is kept for %d days: ask for a later time, or for longer intervals."
              .formatted(text(resolution), kept.of(resolution).toDays()));
    }
  }

  private static Resolution resolution(String text) {
    return switch (text) {
      case "minute" -> Resolution.MINUTE;
      case "hour" -> Resolution.HOUR;
      case "day" -> Resolution.DAY;
      default -> throw Faults.invalid("interval is minute, hour or day.");
    };
  }

  private static UsageQuery.Scope scope(Call call) {
    Optional<String> key = call.parameter("keyId");
    Optional<String> agent = call.parameter("agentId");
    if (key.isPresent() && agent.isPresent()) {
      throw Faults.invalid("keyId and agentId exclude each other.");
    }
    return key.<UsageQuery.Scope>map(UsageQuery.OfKey::new)
        .or(() -> agent.map(UsageQuery.OfAgent::new))
        .orElse(new UsageQuery.WholeOrganization());
  }

  private static Set<Group> groups(Call call) {
    Set<Group> groups = EnumSet.noneOf(Group.class);
    call.parameter("groupBy").stream()
        .flatMap(text -> Arrays.stream(text.split(",", -1)))
        .map(UsageOperations::group)
        .forEach(groups::add);
    return groups;
  }

  private static Group group(String text) {
    return switch (text) {
      case "key" -> Group.KEY;
      case "agent" -> Group.AGENT;
      case "action" -> Group.ACTION;
      case "outcome" -> Group.OUTCOME;
      default ->
          throw Faults.invalid("groupBy is a list of key, agent, action and outcome, with commas.");
    };
  }

  private static int rows(Call call) {
    return call.parameter("rows")
        .map(
            text ->
                Optional.of(text)
                    .filter(number -> number.matches("[1-9][0-9]{0,5}"))
                    .map(Integer::parseInt)
                    .filter(number -> number <= MOST_ROWS)
                    .orElseThrow(
                        () -> Faults.invalid("rows is a whole number of 1 to " + MOST_ROWS + ".")))
        .orElse(ROWS);
  }

  private static String text(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  /// How often a key was used lately; `days` are the last 30, the latest last.
  private record KeyCounts(
      String keyId, long last24Hours, long last7Days, long last30Days, List<Long> days) {
    static KeyCounts of(
        String keyId, Map<Long, Long> hours, Map<Long, Long> perDay, long firstDay) {
      List<Long> days =
          LongStream.range(firstDay, firstDay + SHOWN_DAYS)
              .mapToObj(day -> perDay.getOrDefault(day, 0L))
              .toList();
      return new KeyCounts(
          keyId,
          sum(hours.values()),
          sum(days.subList(SHOWN_DAYS - 7, SHOWN_DAYS)),
          sum(days),
          days);
    }

    private static long sum(Collection<Long> counts) {
      return counts.stream().mapToLong(Long::longValue).sum();
    }
  }

  private record CountsOfKeys(List<KeyCounts> items) {}

  private Answer perKey(Call call) {
    List<String> ids =
        Arrays.stream(call.parameter("ids").orElse("").split(",", -1))
            .filter(id -> !id.isEmpty())
            .distinct()
            .toList();
    if (ids.isEmpty() || ids.size() > MOST_KEYS) {
      throw Faults.invalid("ids are 1 to " + MOST_KEYS + " keys' ids, with commas.");
    }
    ZoneId zone = organization(call).timeZone();
    long firstHour = Resolution.HOUR.bucketOf(call.now() - DAY, zone);
    long firstDay = Resolution.DAY.bucketOf(call.now(), zone) - SHOWN_DAYS + 1;
    var hours = reader.perKey(call.organization(), ids, Resolution.HOUR, firstHour);
    var days = reader.perKey(call.organization(), ids, Resolution.DAY, firstDay);
    return Answer.of(
        new CountsOfKeys(
            ids.stream()
                .filter(days::containsKey)
                .map(
                    id ->
                        KeyCounts.of(
                            id,
                            hours.getOrDefault(id, Map.of()),
                            days.getOrDefault(id, Map.of()),
                            firstDay))
                .toList()));
  }

  /// When one of a key's secrets was last used, and from where.
  private record SecretUse(int slot, Instant lastUsedAt, Optional<String> address) {
    static SecretUse of(LastUse use) {
      return new SecretUse(use.slot(), Instant.ofEpochMilli(use.at()), use.address());
    }
  }

  private record KeyUse(String keyId, Optional<Instant> lastUsedAt, List<SecretUse> secrets) {
    KeyUse {
      secrets = List.copyOf(secrets);
    }
  }

  private Answer lastUse(Call call) {
    PublicId id = KeyOperations.id(call);
    if (keys.list().find(Scope.of(call.organization()), id).isEmpty()) {
      throw KeyOperations.absent();
    }
    List<SecretUse> uses =
        table.lastUsed(call.organization(), id.toString()).stream().map(SecretUse::of).toList();
    return Answer.of(
        new KeyUse(id.toString(), uses.stream().map(SecretUse::lastUsedAt).findFirst(), uses));
  }
}

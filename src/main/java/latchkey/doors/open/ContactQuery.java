package latchkey.doors.open;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Supplier;
import latchkey.crm.Filter;
import latchkey.crm.Found;
import latchkey.crm.Position;
import latchkey.crm.Slice;
import latchkey.crm.Sort;
import latchkey.doors.Cursors;
import latchkey.doors.open.OpenAnswer.Pagination;
import latchkey.http.Problem;

/// Which contacts a call asks for, by the parameters of its query string.
///
/// @param page the number that was asked for; none where the list is read by cursor
record ContactQuery(Filter filter, Sort sort, Slice slice, OptionalInt page, Cursors cursors) {
  private static final List<String> PLACES = List.of("page", "limit", "cursor");
  private static final int DEFAULT_LIMIT = 20;

  static final String[] PARAMETERS = {
    "search",
    "status",
    "stage",
    "owner",
    "email",
    "mobileNumber",
    "archived",
    "createdFrom",
    "createdTo",
    "updatedFrom",
    "updatedTo",
    "sort",
    "page",
    "limit",
    "cursor"
  };

  /// @param zone of the organization, whose days are meant by dates
  static ContactQuery of(OpenCall call, Supplier<ZoneId> zone) {
    Filter filter = read("search", (OpenCall asked) -> filter(asked, zone)).apply(call);
    Sort sort = call.parameter("sort").map(read("sort", Sort::parse)).orElse(Sort.DEFAULT);
    int limit = call.whole("limit", DEFAULT_LIMIT, Slice.MOST);
    Cursors cursors = call.cursors(PLACES);
    Optional<String> cursor = call.parameter("cursor");
    if (cursor.isEmpty()) {
      int page = call.whole("page", 1, Integer.MAX_VALUE);
      Slice slice = read("page", (Integer number) -> Slice.page(number, limit)).apply(page);
      return new ContactQuery(filter, sort, slice, OptionalInt.of(page), cursors);
    }
    if (call.parameter("page").isPresent()) {
      throw OpenCall.wrong("page", "does not go with cursor, which says where the page begins");
    }
    Position position =
        read("cursor", (String text) -> Position.parse(text))
            .apply(cursors.position(cursor.get()).getFirst());
    return new ContactQuery(
        filter, sort, Slice.after(position, limit), OptionalInt.empty(), cursors);
  }

  private static Filter filter(OpenCall call, Supplier<ZoneId> zone) {
    return new Filter(
        call.parameter("search"),
        call.parameter("status"),
        call.parameter("stage"),
        call.parameter("owner"),
        call.parameter("email"),
        call.parameter("mobileNumber"),
        call.flag("archived"),
        time(call, "createdFrom", zone, /* end= */ false),
        time(call, "createdTo", zone, /* end= */ true),
        time(call, "updatedFrom", zone, /* end= */ false),
        time(call, "updatedTo", zone, /* end= */ true));
  }

  Pagination pagination(Found found) {
    return new Pagination(
        page,
        slice.limit(),
        found.total(),
        found.totalIsExact(),
        found.next().map(position -> cursors.text(List.of(position.text()))));
  }

  private static OptionalLong time(OpenCall call, String name, Supplier<ZoneId> zone, boolean end) {
    Optional<String> text = call.parameter(name);
    return text.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(millis(name, text.get(), zone, end));
  }

  private static long millis(String name, String text, Supplier<ZoneId> zone, boolean end) {
    try {
      if (text.indexOf('T') >= 0) {
        return OffsetDateTime.parse(text).toInstant().toEpochMilli();
      }
      LocalDate day = LocalDate.parse(text);
      Instant start = (end ? day.plusDays(1) : day).atStartOfDay(zone.get()).toInstant();
      return start.toEpochMilli() - (end ? 1 : 0);
    } catch (DateTimeException | ArithmeticException _) {
      throw OpenCall.wrong(name, "is a time as 2026-11-21T07:00:00Z, or a day as 2026-11-21");
    }
  }

  /// What the room says of a text that it cannot read is told to the caller.
  private static <T, R> Function<T, R> read(String name, Function<T, R> reading) {
    return value -> {
      try {
        return reading.apply(value);
      } catch (IllegalArgumentException e) {
        throw Problem.of(400, "invalid_request", String.valueOf(e.getMessage()))
            .with("fields", FieldFaults.of(name, String.valueOf(e.getMessage())));
      }
    };
  }
}

package latchkey.doors.manage;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import latchkey.crm.Place;
import latchkey.csv.Cells;
import latchkey.doors.Answer;
import latchkey.doors.FileFaults;
import latchkey.http.Multipart.Part;
import latchkey.http.Problem;
import latchkey.http.SentFiles;
import latchkey.imports.CannotKeep;
import latchkey.imports.Encoding;
import latchkey.imports.Import;
import latchkey.imports.Imports;
import latchkey.imports.Imports.Outcome;
import latchkey.imports.Imports.Previewed;
import latchkey.imports.Mapping;
import latchkey.imports.Plan;
import latchkey.imports.Plan.Duplicates;
import latchkey.imports.Plan.Existing;
import latchkey.imports.Remark;
import latchkey.imports.Separator;
import latchkey.imports.Unreadable;
import latchkey.people.Right;

/// `/api/v1/agents/{agentId}/imports`: contacts from CSV files.
public final class ImportOperations {
  private static final String ALL = "/api/v1/agents/{agentId}/imports";
  private static final String ONE = ALL + "/{importId}";
  private static final int LONGEST_NAME = 200;
  private static final int REMARKS_AT_ONCE = 1_000;
  private static final Map<String, String> SEPARATORS =
      Map.of("comma", ",", "semicolon", ";", "tab", "\t");

  private final Imports imports;
  private final AgentPlaces places;
  private final long mostBytes;

  /// @param mostBytes of a file
  public ImportOperations(Imports imports, AgentPlaces places, long mostBytes) {
    this.imports = imports;
    this.places = places;
    this.mostBytes = mostBytes;
  }

  public List<Operation> operations() {
    Need create = Need.of(Right.CONTACTS_MANAGE, "contacts.create");
    return Stream.of(
            Operation.upload(ALL, create, mostBytes, this::take).taking("encoding", "separator"),
            Operation.list(ALL, create, this::list),
            Operation.get(ONE, create, this::show),
            Operation.post(ONE + "/preview", create, this::preview),
            Operation.post(ONE + "/start", create, this::start),
            Operation.post(ONE + "/cancel", create, this::cancel),
            Operation.post(ONE + "/undo", create, this::undo),
            Operation.list(ONE + "/errors", create, this::errors),
            Operation.streaming(ONE + "/errors/export", create, this::exportErrors))
        .map(Operation::alsoForOneAgent)
        .toList();
  }

  private record Progress(long done, long created, long updated, long skipped, long failed) {}

  private record Undone(long removed, long restored, long kept) {}

  /// @param columns their titles; where it is one import that is shown, likewise `fields`
  /// @param guess which field each column is probably for; only while that is still to be said
  /// @param samples a few values of each column, likewise
  private record Shown(
      String id,
      String fileName,
      String encoding,
      String separator,
      Optional<List<String>> columns,
      Optional<List<Optional<String>>> guess,
      Optional<List<List<String>>> samples,
      Optional<List<Optional<String>>> fields,
      long rows,
      String state,
      Progress progress,
      Optional<Undone> undone,
      boolean undoable,
      int resumed,
      Optional<String> why,
      String by,
      Instant createdAt,
      Optional<Instant> startedAt,
      Optional<Instant> endedAt) {}

  private Shown shown(Import one, boolean whole) {
    boolean waits = whole && one.state() == Import.State.READY;
    Import.Progress rows = one.progress();
    boolean undone = one.state() == Import.State.UNDOING || one.state() == Import.State.UNDONE;
    return new Shown(
        one.id(),
        one.fileName(),
        one.form().encoding().text(),
        text(one.form().separator()),
        whole ? Optional.of(one.titles()) : Optional.empty(),
        waits ? Optional.of(imports.guess(one)) : Optional.empty(),
        waits ? Optional.of(imports.samples(one)) : Optional.empty(),
        one.plan().filter(_ -> whole).map(plan -> plan.mapping().columns()),
        one.rows(),
        text(one.state()),
        new Progress(rows.done(), rows.created(), rows.updated(), rows.skipped(), rows.failed()),
        undone
            ? Optional.of(
                new Undone(one.undone().removed(), one.undone().restored(), one.undone().kept()))
            : Optional.empty(),
        one.undoable(),
        one.resumed(),
        one.why(),
        one.by().name(),
        Instant.ofEpochMilli(one.createdAt()),
        time(one.startedAt()),
        time(one.endedAt()));
  }

  private static Optional<Instant> time(OptionalLong millis) {
    return millis.isPresent()
        ? Optional.of(Instant.ofEpochMilli(millis.getAsLong()))
        : Optional.empty();
  }

  private static String text(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private Answer take(Call call, SentFiles files, Operation.Doing doing) throws IOException {
    Place place = places.of(call);
    Optional<Encoding> encoding = call.parameter("encoding").map(ImportOperations::encoding);
    Optional<Separator> separator = call.parameter("separator").map(ImportOperations::separator);
    Part.File file = files.next().orElseThrow(ImportOperations::notOne);
    String name = name(file.fileName());
    try (Imports.Arrived arrived = imports.arrive(file.content())) {
      if (files.next().isPresent()) {
        throw notOne();
      }
      return doing.once(
          name + "\n" + arrived.sha256(),
          () ->
              made(
                  place,
                  read(() -> imports.take(place, name, encoding, separator, arrived, call.by()))));
    } catch (CannotKeep e) {
      throw FileFaults.unavailable(e);
    }
  }

  private static Problem notOne() {
    return Problem.of(400, "no_file", "Send one file, as a part with a filename.");
  }

  /// Some browsers send the whole path.
  private static String name(String sent) {
    String last =
        sent.substring(Math.max(sent.lastIndexOf('/'), sent.lastIndexOf('\\')) + 1).strip();
    String name = last.isEmpty() ? "contacts.csv" : last;
    return name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name;
  }

  private Answer made(Place place, Outcome outcome) {
    Import made = done(outcome);
    return Answer.created(
        shown(made, true), ALL.replace("{agentId}", place.agentId()) + "/" + made.id());
  }

  private static Encoding encoding(String text) {
    return Encoding.of(text)
        .orElseThrow(
            () -> Faults.invalid("encoding is utf-8, utf-16le, utf-16be or windows-1252."));
  }

  private static Separator separator(String text) {
    return Optional.ofNullable(SEPARATORS.get(text))
        .flatMap(Separator::of)
        .orElseThrow(() -> Faults.invalid("separator is comma, semicolon or tab."));
  }

  private interface Reading<T> {
    T read();
  }

  private static <T> T read(Reading<T> reading) {
    try {
      return reading.read();
    } catch (Unreadable e) {
      throw Problem.of(400, "unreadable_file", e.why()).with("reason", text(e.kind()));
    }
  }

  private Answer list(Call call) {
    Place place = places.of(call);
    Page page = call.page();
    return page.answer(
        imports.list(place, page.after().map(List::getFirst), page.oneMore()),
        one -> List.of(one.id()),
        one -> shown(one, false));
  }

  private Answer show(Call call) {
    return Answer.of(shown(found(call), true));
  }

  private Import found(Call call) {
    return imports
        .find(places.of(call), call.path("importId"))
        .orElseThrow(() -> Faults.absent("import"));
  }

  /// What an import is to do.
  ///
  /// @param fields for each column its field, or null
  private record Wanted(
      @JsonSetter(contentNulls = Nulls.SET) List<Optional<String>> fields,
      Optional<String> existing,
      Optional<String> duplicates) {
    Plan plan() {
      Existing known =
          switch (existing.orElse("skip")) {
            case "skip" -> Existing.SKIP;
            case "update" -> Existing.UPDATE;
            case "error" -> Existing.ERROR;
            default -> throw new IllegalArgumentException("existing is skip, update or error");
          };
      Duplicates likely =
          switch (duplicates.orElse("skip")) {
            case "skip" -> Duplicates.SKIP;
            case "create" -> Duplicates.CREATE;
            default -> throw new IllegalArgumentException("duplicates is skip or create");
          };
      return new Plan(new Mapping(fields), known, likely);
    }
  }

  private static Plan plan(Call call) {
    Wanted wanted = call.body(Wanted.class);
    return Faults.checked(wanted::plan);
  }

  private record Row(long row, long line, String becomes, ObjectNode contact, List<Said> errors) {}

  private record Said(String column, String field, String rule, String message) {
    static Said of(Remark remark) {
      return new Said(remark.title(), remark.field(), remark.rule(), remark.message());
    }
  }

  private record Preview(List<Row> items) {}

  private Answer preview(Call call) {
    Import one = found(call);
    Plan plan = plan(call);
    if (one.state() != Import.State.READY) {
      throw Faults.conflict("import_state", "It was started already: there is nothing to preview.");
    }
    List<Previewed> rows = Faults.checked(() -> imports.preview(one, plan));
    return Answer.of(
        new Preview(
            rows.stream()
                .map(
                    seen ->
                        new Row(
                            seen.row().number(),
                            seen.row().line(),
                            seen.becomes(),
                            seen.contact(),
                            seen.remarks().stream().map(Said::of).toList()))
                .toList()));
  }

  private Answer start(Call call) {
    Place place = places.of(call);
    String id = found(call).id();
    Plan plan = plan(call);
    return changed(Faults.checked(() -> imports.start(place, id, plan, call.by())));
  }

  private Answer cancel(Call call) {
    return changed(imports.cancel(places.of(call), call.path("importId"), call.by()));
  }

  private Answer undo(Call call) {
    return changed(imports.undo(places.of(call), call.path("importId"), call.by()));
  }

  private Answer changed(Outcome outcome) {
    return Answer.of(shown(done(outcome), true));
  }

  private static Import done(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Done(var one) -> one;
      case Outcome.Absent _ -> throw Faults.absent("import");
      case Outcome.Refused(var why) -> throw Faults.conflict("import_state", why);
    };
  }

  private record RowError(
      long row,
      long line,
      String outcome,
      String column,
      String field,
      String rule,
      String message,
      Optional<String> contactId) {
    static RowError of(Remark remark) {
      return new RowError(
          remark.row(),
          remark.line(),
          text(remark.outcome()),
          remark.title(),
          remark.field(),
          remark.rule(),
          remark.message(),
          remark.contactId());
    }
  }

  /// A page ends with the last of its rows that it has whole.
  private Answer errors(Call call) {
    Import one = found(call);
    Page page = call.page();
    long after = page.after().map(place -> Long.parseLong(place.getFirst())).orElse(0L);
    List<Remark> found = whole(imports.remarks(one, after, REMARKS_AT_ONCE));
    List<Remark> shown = new ArrayList<>();
    for (Remark remark : found) {
      if (shown.size() >= page.limit() && remark.row() != shown.getLast().row()) {
        break;
      }
      shown.add(remark);
    }
    Optional<String> next =
        shown.size() < found.size() || found.size() >= REMARKS_AT_ONCE / 2
            ? Optional.of(page.cursors().text(List.of(Long.toString(shown.getLast().row()))))
            : Optional.empty();
    return Answer.of(new Page.Listed<>(shown.stream().map(RowError::of).toList(), next));
  }

  /// Without the last row's, if there may be more of them.
  private static List<Remark> whole(List<Remark> found) {
    if (found.size() < REMARKS_AT_ONCE) {
      return found;
    }
    long last = found.getLast().row();
    return found.stream().filter(remark -> remark.row() != last).toList();
  }

  private Streamed exportErrors(Call call) {
    Import one = found(call);
    return new Streamed(Csv.TYPE, "import-errors.csv", body -> writeErrors(body, one));
  }

  private void writeErrors(OutputStream body, Import one) throws IOException {
    write(
        body,
        Cells.line(
            List.of("row", "line", "outcome", "column", "field", "rule", "message", "contactId")));
    long after = 0;
    List<Remark> some = whole(imports.remarks(one, after, REMARKS_AT_ONCE));
    while (!some.isEmpty()) {
      for (Remark remark : some) {
        write(body, line(remark));
      }
      after = some.getLast().row();
      some = whole(imports.remarks(one, after, REMARKS_AT_ONCE));
    }
  }

  private static void write(OutputStream body, String line) throws IOException {
    body.write(line.getBytes(StandardCharsets.UTF_8));
  }

  private static String line(Remark remark) {
    return Cells.line(
        List.of(
            Long.toString(remark.row()),
            Long.toString(remark.line()),
            text(remark.outcome()),
            remark.title(),
            remark.field(),
            remark.rule(),
            remark.message(),
            remark.contactId().orElse("")));
  }
}

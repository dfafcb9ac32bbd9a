package latchkey.doors.manage;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import latchkey.audit.AuditExport.Format;
import latchkey.audit.AuditFilter;
import latchkey.audit.AuditReader;
import latchkey.audit.AuditReader.Listed;
import latchkey.audit.AuditReader.Place;
import latchkey.audit.Entry;
import latchkey.audit.Event.Action;
import latchkey.audit.Event.Status;
import latchkey.audit.Seal;
import latchkey.audit.Verification;
import latchkey.audit.Verifier;
import latchkey.doors.Answer;
import latchkey.people.Right;

/// `/api/v1/audit`. Whoever may not read the organization's entries reads their own.
public final class AuditOperations {
  private static final String ALL = "/api/v1/audit";
  private static final String[] FILTERS = {
    "actor", "action", "resource", "resourceId", "status", "from", "to", "search"
  };

  private static final int MOST_EXPORTED = 5_000;
  private static final int EXPORTED_AT_ONCE = 500;

  private final AuditReader reader;
  private final Verifier verifier;

  public AuditOperations(AuditReader reader, Verifier verifier) {
    this.reader = reader;
    this.verifier = verifier;
  }

  public List<Operation> operations() {
    Need read = Need.of(Right.AUDIT_READ_OWN, "audit.read");
    return List.of(
        Operation.list(ALL, read, this::list, FILTERS),
        Operation.get(ALL + "/export", read, this::export)
            .taking(FILTERS)
            .taking("format", Operation.CURSOR)
            .notJson(),
        Operation.get(ALL + "/verification", Need.of(Right.AUDIT_READ, "audit.read"), this::verify),
        Operation.get(ALL + "/entries/{entryNumber}", read, this::show));
  }

  private record Actor(String kind, String id, String name) {}

  /// An entry as it is shown.
  private record Shown(
      long number,
      Instant at,
      Actor actor,
      String action,
      String resource,
      String resourceId,
      String description,
      String status,
      Optional<String> before,
      Optional<String> after,
      String address,
      String userAgent,
      String requestId,
      String hash) {
    static Shown of(Listed listed) {
      Entry entry = listed.entry();
      var by = entry.by();
      var event = entry.event();
      return new Shown(
          entry.seq(),
          Instant.ofEpochMilli(entry.at()),
          new Actor(text(by.kind()), by.id(), by.name()),
          text(event.action()),
          event.resource(),
          event.resourceId(),
          event.description(),
          text(event.status()),
          event.before(),
          event.after(),
          by.origin().address(),
          by.origin().userAgent(),
          by.origin().requestId(),
          listed.hash().toString());
    }
  }

  private Answer list(Call call) {
    Page page = call.page();
    AuditReader.Page found =
        reader.page(call.organization(), filter(call), place(page), page.limit());
    return Answer.of(
        new Page.Listed<>(
            found.items().stream().map(Shown::of).toList(),
            found.next().map(place -> cursor(page, place))));
  }

  private Answer show(Call call) {
    String number = call.path("entryNumber");
    return Optional.of(number)
        .filter(text -> text.matches("[0-9]{1,18}"))
        .flatMap(text -> reader.find(call.organization(), Long.parseLong(text)))
        .filter(listed -> seesAll(call) || listed.entry().by().id().equals(call.by().id()))
        .map(listed -> Answer.of(Shown.of(listed)))
        .orElseThrow(() -> Faults.absent("audit entry"));
  }

  /// Up to a number of lines in one answer, so that no answer grows without bounds; where there
  /// are more, it says how to go on.
  private Answer export(Call call) {
    Page page = call.page();
    AuditFilter filter = filter(call);
    Format format = format(call.parameter("format").orElse("csv"));
    Optional<Place> next = place(page);
    StringBuilder content = new StringBuilder(next.isEmpty() ? format.header() : "");
    int lines = 0;
    do {
      AuditReader.Page found = reader.page(call.organization(), filter, next, EXPORTED_AT_ONCE);
      found.items().forEach(listed -> content.append(format.line(listed)));
      lines += found.items().size();
      next = found.next();
    } while (next.isPresent() && lines < MOST_EXPORTED);
    Answer file =
        Answer.file(format.mediaType(), "audit." + format.extension(), content.toString());
    return next.map(place -> file.continuedAt(cursor(page, place))).orElse(file);
  }

  private static Format format(String text) {
    return switch (text) {
      case "csv" -> Format.CSV;
      case "jsonl" -> Format.JSON_LINES;
      default -> throw Faults.invalid("format is csv or jsonl.");
    };
  }

  private record Checkpoint(long number, String hash, Instant at, int key, String signature) {
    static Checkpoint of(Seal seal) {
      return new Checkpoint(
          seal.seq(),
          seal.hash().toString(),
          Instant.ofEpochMilli(seal.at()),
          seal.keyVersion(),
          seal.signature());
    }
  }

  /// What the proof came to: either what is proven, or what is broken and why.
  private record Proof(
      boolean proven,
      Optional<Long> entries,
      Optional<Long> last,
      Optional<String> hash,
      Optional<Checkpoint> checkpoint,
      Optional<Long> broken,
      Optional<String> why) {}

  private Answer verify(Call call) {
    return Answer.of(
        switch (verifier.verify(call.organization())) {
          case Verification.Intact intact ->
              new Proof(
                  true,
                  Optional.of(intact.entries()),
                  Optional.of(intact.last()),
                  Optional.of(intact.hash().toString()),
                  intact.checkpoint().map(Checkpoint::of),
                  Optional.empty(),
                  Optional.empty());
          case Verification.Broken broken ->
              new Proof(
                  false,
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.of(broken.seq()),
                  Optional.of(broken.why()));
        });
  }

  private static AuditFilter filter(Call call) {
    Optional<String> actor = seesAll(call) ? call.parameter("actor") : Optional.of(call.by().id());
    if (!seesAll(call)
        && call.parameter("actor").filter(id -> !actor.equals(Optional.of(id))).isPresent()) {
      throw Faults.forbidden("missing_right", "You may read your own audit entries only.");
    }
    return new AuditFilter(
        actor,
        call.parameter("action").map(text -> one(Action.values(), "action", text)),
        call.parameter("resource"),
        call.parameter("resourceId"),
        call.parameter("status").map(text -> one(Status.values(), "status", text)),
        Times.parameter(call, "from").orElse(Long.MIN_VALUE),
        Times.parameter(call, "to").orElse(Long.MAX_VALUE),
        call.parameter("search"));
  }

  private static boolean seesAll(Call call) {
    return switch (call.caller()) {
      case Caller.Member(_, var place) -> place.role().holds(Right.AUDIT_READ);
      case Caller.Manager _ -> true; // that is what audit.read says
      case Caller.Anonymous _, Caller.Person _, Caller.Operator _ -> false;
    };
  }

  private static Optional<Place> place(Page page) {
    return page.after()
        .map(parts -> new Place(Long.parseLong(parts.getFirst()), Long.parseLong(parts.getLast())));
  }

  private static String cursor(Page page, Place place) {
    return page.cursors().text(List.of(Long.toString(place.at()), Long.toString(place.seq())));
  }

  private static String text(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static <E extends Enum<E>> E one(E[] values, String name, String text) {
    return Arrays.stream(values)
        .filter(value -> text(value).equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                Faults.invalid(
                    Arrays.stream(values)
                        .map(AuditOperations::text)
                        .collect(Collectors.joining(", ", name + " is one of ", "."))));
  }
}

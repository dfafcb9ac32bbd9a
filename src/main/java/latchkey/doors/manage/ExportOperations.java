package latchkey.doors.manage;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import latchkey.crm.Contact;
import latchkey.crm.Contacts;
import latchkey.crm.Filter;
import latchkey.crm.Found;
import latchkey.crm.Place;
import latchkey.crm.Position;
import latchkey.crm.Setups;
import latchkey.crm.Slice;
import latchkey.crm.Sort;
import latchkey.http.JsonRecords;
import latchkey.imports.ContactSheet;
import latchkey.people.Right;

/// Contacts to take away: as CSV, which an import reads back, or a line of JSON each.
public final class ExportOperations {
  /// In this order none is missed and none comes twice, whatever is changed meanwhile.
  private static final Sort OLDEST_FIRST = Sort.parse("createdAt");

  private final AgentPlaces places;
  private final Contacts contacts;
  private final Setups setups;

  public ExportOperations(AgentPlaces places, Contacts contacts, Setups setups) {
    this.places = places;
    this.contacts = contacts;
    this.setups = setups;
  }

  public List<Operation> operations() {
    Need all = Need.of(Right.CONTACTS_EXPORT, "contacts.read");
    return List.of(
        Operation.streaming(ContactOperations.ALL + "/export", all, this::export)
            .taking("format")
            .taking(ContactLists.FILTERS)
            .alsoForOneAgent());
  }

  private Streamed export(Call call) {
    Place place = places.of(call);
    Filter filter = ContactLists.filter(call);
    return switch (call.parameter("format").orElse("csv")) {
      case "csv" -> {
        ContactSheet sheet = new ContactSheet(setups.of(place));
        yield new Streamed(
            Csv.TYPE,
            "contacts.csv",
            body -> write(body, sheet.header(), place, filter, sheet::line));
      }
      case "jsonl" ->
          new Streamed(
              "application/x-ndjson",
              "contacts.jsonl",
              body -> write(body, "", place, filter, ExportOperations::json));
      default -> throw Faults.invalid("format is csv or jsonl.");
    };
  }

  private static String json(Contact contact) {
    byte[] json = JsonRecords.write(ContactOperations.Shown.of(contact));
    return new String(json, StandardCharsets.UTF_8) + "\n";
  }

  private void write(
      OutputStream body, String header, Place place, Filter filter, Function<Contact, String> line)
      throws IOException {
    body.write(header.getBytes(StandardCharsets.UTF_8));
    Slice slice = Slice.page(1, Slice.MOST);
    while (true) {
      Found some = contacts.list(place, filter, OLDEST_FIRST, slice);
      for (Contact contact : some.contacts()) {
        body.write(line.apply(contact).getBytes(StandardCharsets.UTF_8));
      }
      Optional<Position> next = some.next();
      if (next.isEmpty()) {
        return;
      }
      slice = Slice.after(next.get(), Slice.MOST);
    }
  }
}

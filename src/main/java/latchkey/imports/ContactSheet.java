package latchkey.imports;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import latchkey.crm.Contact;
import latchkey.crm.CustomField;
import latchkey.crm.Fields;
import latchkey.crm.Setup;
import latchkey.csv.Cells;

/// Contacts as a CSV file that an import reads back as they were: its columns have the names of
/// the fields.
public final class ContactSheet {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// By this a spreadsheet knows that the file is UTF-8.
  private static final String MARK = "\uFEFF";

  private static final List<String> WRITTEN =
      List.of(
          "externalReferenceId",
          "name",
          "email",
          "mobileNumber",
          "gender",
          "status",
          "stage",
          "owner",
          "secondaryOwner");
  private static final List<String> READ_ONLY =
      List.of("id", "source", "createdAt", "updatedAt", "archivedAt");

  private final List<String> custom;

  public ContactSheet(Setup setup) {
    this.custom = setup.fields().stream().map(CustomField::key).toList();
  }

  public String header() {
    Stream<String> own = custom.stream().map(Mapping.CUSTOM::concat);
    return MARK
        + Cells.line(
            Stream.of(WRITTEN.stream(), own, READ_ONLY.stream()).flatMap(names -> names).toList());
  }

  public String line(Contact contact) {
    Fields fields = contact.fields();
    List<String> cells = new ArrayList<>();
    Stream.of(
            fields.externalReferenceId(),
            fields.name(),
            fields.email(),
            fields.mobileNumber(),
            fields.gender(),
            fields.status(),
            fields.stage(),
            fields.owner(),
            fields.secondaryOwner())
        .forEach(value -> cells.add(value.orElse("")));
    custom.forEach(key -> cells.add(cell(Optional.ofNullable(fields.customFields().get(key)))));
    cells.add(contact.id());
    cells.add(contact.source().text());
    cells.add(time(contact.createdAt()));
    cells.add(time(contact.updatedAt()));
    cells.add(contact.archived() ? time(contact.archivedAt().orElseThrow()) : "");
    return Cells.line(cells);
  }

  private static String cell(Optional<Object> value) {
    return value.map(some -> CellKind.cell(JSON.valueToTree(some))).orElse("");
  }

  private static String time(long millis) {
    return Instant.ofEpochMilli(millis).toString();
  }
}

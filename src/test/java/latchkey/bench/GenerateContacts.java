package latchkey.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import latchkey.agents.Agent;
import latchkey.agents.Agents;
import latchkey.audit.By;
import latchkey.crm.Arrivals;
import latchkey.crm.Author;
import latchkey.crm.Contacts;
import latchkey.crm.Creation;
import latchkey.crm.Place;
import latchkey.crm.Setups;
import latchkey.crm.Source;
import latchkey.crm.Staff;
import latchkey.crypto.Keyset;
import latchkey.db.Database;
import latchkey.db.Location;
import latchkey.keys.IssuedKey;
import latchkey.keys.KeyDraft;
import latchkey.keys.KeyText;
import latchkey.keys.Keys;
import latchkey.limits.Limits;
import latchkey.people.Organization;
import latchkey.people.Organizations;
import org.jdbi.v3.core.Handle;

/// Fills a new data folder with contacts of one agent: `GenerateContacts FOLDER COUNT ENGINE`.
/// Beside the data it leaves `keys.tsv`: an `X-API-Key`, its `X-API-Secret` and the agent. The
/// engine is `sqlite`, or `postgres`, whose files are then in `postgres` beside the data.
public final class GenerateContacts {
  private static final String AGENT = "0190a0000000000000000001";
  private static final int ROWS_A_TRANSACTION = 1_000;

  private GenerateContacts() {}

  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    int count = Integer.parseInt(args[1]);
    Path data = Files.createDirectories(folder.resolve("data"));
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
    Keyset keyset = Keyset.generate(new SecureRandom());
    keyset.writeNew(data.resolve("keyset.json"));
    if (args[2].equals("postgres")) {
      try (EmbeddedPostgres server = Postgres.start(folder.resolve("postgres"), 0)) {
        make(Postgres.location(server), keyset, folder, count);
      }
    } else {
      make(new Location.Sqlite(data.resolve("latchkey.db")), keyset, folder, count);
    }
  }

  private static void make(Location location, Keyset keyset, Path folder, int count)
      throws IOException {
    try (Database database = Database.open(location, System::currentTimeMillis)) {
      new Organizations(database, _ -> {})
          .create(Organization.named(BenchKey.ORGANIZATION, "Benchmark", KeyText.DEFAULT_PREFIX));
      new Agents(database, _ -> {}).create(new Agent(AGENT, BenchKey.ORGANIZATION, "Benchmark"));
      Files.writeString(folder.resolve("keys.tsv"), line(issue(database, keyset)));
      List<String> indexes = takeInverted(database, location);
      fill(database, new Place(BenchKey.ORGANIZATION, AGENT), count);
      indexes.forEach(index -> database.write(tx -> tx.handle().execute(index)));
    }
  }

  /// PostgreSQL's inverted indexes are made ten times faster afterwards: takes them away and says
  /// how they are made again.
  private static List<String> takeInverted(Database database, Location location) {
    if (location instanceof Location.Sqlite) {
      return List.of();
    }
    return database.write(
        tx -> {
          List<String> made = new ArrayList<>();
          tx.handle()
              .createQuery(
                  "SELECT indexname, indexdef FROM pg_indexes WHERE indexdef LIKE '% USING gin %'")
              .mapToMap(String.class)
              .list()
              .forEach(
                  index -> {
                    made.add(index.get("indexdef"));
                    tx.handle().execute("DROP INDEX " + index.get("indexname"));
                  });
          return made;
        });
  }

  private static IssuedKey issue(Database database, Keyset keyset) {
    KeyDraft draft =
        KeyDraft.of(
                BenchKey.ORGANIZATION,
                "load",
                List.of("contacts.create", "contacts.read", "contacts.update"))
            .forAgent(AGENT)
            .limited(Limits.ofText(BenchKey.LIMITS));
    return new Keys(database, keyset, new SecureRandom(), _ -> {}).issue(draft, By.system("bench"));
  }

  private static String line(IssuedKey key) {
    return String.join(
        "\t", key.text().apiKey(), key.text().apiSecret().reveal(), AGENT + System.lineSeparator());
  }

  static void fill(Database database, Place place, int count) {
    Staff nobody = new Nobody();
    Contacts contacts =
        new Contacts(
            database,
            new Setups(database, nobody),
            new Arrivals(nobody),
            (_, _, _) -> Optional.empty(),
            (_, _) -> "DE");
    Author author = new Author(By.system("bench"), Source.API);
    for (int from = 0; from < count; from += ROWS_A_TRANSACTION) {
      int first = from;
      int end = Math.min(count, from + ROWS_A_TRANSACTION);
      int _ =
          database.write(
              tx -> {
                for (int i = first; i < end; i++) {
                  Creation creation = contacts.create(tx, place, contact(i), false, author);
                  if (!(creation instanceof Creation.Created)) {
                    throw new IllegalStateException("contact " + i + ": " + creation);
                  }
                }
                return end - first;
              });
    }
  }

  private static ObjectNode contact(int number) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("externalReferenceId", "ref-" + number)
        .put("name", "Person " + number + " " + Integer.toString(number * 7919 % 46_656, 36))
        .put("email", "person" + number + "@example.org")
        .put("mobileNumber", "+4930" + (1_000_000 + number))
        .put("status", "Active")
        .put("stage", "Lead");
  }

  /// No members: contacts come without an owner.
  private static final class Nobody implements Staff {
    @Override
    public Optional<String> owner(Handle handle, String organizationId) {
      return Optional.empty();
    }

    @Override
    public Set<String> working(Handle handle, String organizationId, Collection<String> persons) {
      return Set.of();
    }
  }
}

package latchkey.bench;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import latchkey.audit.AuditLog;
import latchkey.audit.By;
import latchkey.audit.Event;
import latchkey.audit.Event.Action;
import latchkey.audit.Origin;
import latchkey.crypto.Keyset;
import latchkey.db.Database;
import latchkey.db.Tx;
import latchkey.keys.KeyDraft;
import latchkey.keys.KeyText;
import latchkey.keys.Keys;
import latchkey.keys.PublicId;
import latchkey.people.Organization;
import latchkey.people.Organizations;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/// One organization with very many keys and audit entries.
final class LongLists {
  static final String ORGANIZATION = "org_lists";
  static final int AGENTS = 50;
  static final int PEOPLE = 200;
  static final int THINGS = 100_000;

  private static final int ROWS_A_BATCH = 10_000;
  private static final int ENTRIES_OF_ONE = 20;
  private static final long YEAR = 365L * 24 * 3_600_000;

  /// Of which the last is rare.
  private static final List<Action> ACTIONS = List.of(Action.values());
  private static final List<String> RESOURCES =
      List.of("API Key", "Session", "Agent", "Member", "Invitation", "Organization");

  private final Database database;
  private final long[] clock;
  private final String organization;
  private final SecureRandom random = new SecureRandom();

  /// @param clock its only element is what the database takes for the time
  LongLists(Database database, long[] clock, String organization) {
    this.database = database;
    this.clock = clock;
    this.organization = organization;
  }

  /// In an organization of their own.
  static void make(Database database, long[] clock, int keys, int entries) {
    new Organizations(database, _ -> {})
        .create(Organization.named(ORGANIZATION, "Long lists", KeyText.DEFAULT_PREFIX));
    new LongLists(database, clock, ORGANIZATION).fill(keys, entries);
  }

  void fill(int keys, int entries) {
    makeAgents();
    makeKeys(keys);
    makeEntries(entries);
  }

  private void makeAgents() {
    for (int i = 0; i < AGENTS; i++) {
      String id = "agent_" + i;
      database.write(
          tx ->
              tx.handle()
                  .createUpdate(
                      """
                      INSERT INTO agent (id, org_id, name, created_at) VALUES (:id, :org, :id, 1)
                      """)
                  .bind("id", id)
                  .bind("org", organization)
                  .execute());
    }
  }

  /// One key is issued as any other, and its row repeated with other contents.
  private void makeKeys(int count) {
    Keys keys = new Keys(database, Keyset.generate(random), random, _ -> {});
    KeyDraft draft = KeyDraft.of(organization, "model", BenchKey.PERMISSIONS);
    PublicId model = keys.issue(draft, By.system("bench")).key().id();
    Map<String, Object> row =
        database.read(
            handle ->
                new LinkedHashMap<>(
                    handle
                        .createQuery("SELECT * FROM api_key WHERE id = :id")
                        .bind("id", model.toString())
                        .mapToMap()
                        .one()));
    long start = clock[0];
    FastRandom fast = new FastRandom(7);
    for (int from = 0; from < count; from += ROWS_A_BATCH) {
      int first = from;
      int end = Math.min(count, from + ROWS_A_BATCH);
      database.write(
          tx -> {
            PreparedBatch rows = insert(tx.handle(), row);
            for (int i = first; i < end; i++) {
              describe(row, i, start + (long) i * (YEAR / count), fast);
              rows.bindMap(row).add();
            }
            return rows.execute().length;
          });
    }
  }

  private static void describe(Map<String, Object> row, int number, long at, FastRandom random) {
    row.put("id", PublicId.random(random).toString());
    row.put("name", "Integration " + number % 9_973 + " of team " + number % 31);
    row.put("agent_id", number % 3 == 0 ? null : "agent_" + number % AGENTS);
    row.put("created_at", at);
    row.put("updated_at", at);
    row.put("created_by", person(number));
    boolean revoked = number % 20 == 0;
    row.put("revoked_at", revoked ? at : null);
    row.put("revoked_by", revoked ? person(number) : null);
    row.put("revoked_reason", revoked ? "superseded" : null);
    row.put("not_after", number % 10 == 0 ? at + 2 * YEAR : null);
  }

  private static PreparedBatch insert(Handle handle, Map<String, Object> row) {
    String columns = String.join(", ", row.keySet());
    String values = row.keySet().stream().map(":"::concat).collect(Collectors.joining(", "));
    return handle.prepareBatch("INSERT INTO api_key (" + columns + ") VALUES (" + values + ")");
  }

  /// Over the course of a year.
  private void makeEntries(int count) {
    long start = clock[0];
    FastRandom fast = new FastRandom(8);
    for (int from = 0; from < count; from += ROWS_A_BATCH) {
      int first = from;
      int end = Math.min(count, from + ROWS_A_BATCH);
      clock[0] = start + (long) ((double) YEAR * first / count);
      database.write(
          tx -> {
            for (int i = first; i < end; i += ENTRIES_OF_ONE) {
              Tx then = new Tx(tx.handle(), tx.now() + (i - first) / ENTRIES_OF_ONE);
              AuditLog.append(
                  then, organization, by(i), events(Math.min(ENTRIES_OF_ONE, end - i), i, fast));
            }
            return end;
          });
    }
    clock[0] = start + YEAR;
  }

  static String person(int number) {
    return "usr_" + number % PEOPLE;
  }

  private static By by(int number) {
    Origin origin =
        new Origin("192.0.2." + number % 250, "Mozilla/5.0 (X11; Linux)", "req_" + number);
    return By.person(person(number / ENTRIES_OF_ONE), "Person " + number % PEOPLE, origin);
  }

  private List<Event> events(int count, int first, FastRandom random) {
    if (first % 1_000_000 == 0) {
      return Collections.nCopies(
          count,
          Event.of(Action.UPDATE, "Organization", organization, "Changed the plan to custom"));
    }
    List<Event> events = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int thing = random.nextInt(THINGS);
      Action action = ACTIONS.get(random.nextInt(ACTIONS.size()));
      String resource = RESOURCES.get(random.nextInt(RESOURCES.size() - 1));
      Event event = Event.of(action, resource, "thing_" + thing, action + " of thing " + thing);
      events.add(random.nextInt(500) == 0 ? event.failed() : event);
    }
    return events;
  }
}

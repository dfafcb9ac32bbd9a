package latchkey.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import latchkey.audit.AuditExport.Format;
import latchkey.audit.AuditReader.Actor;
import latchkey.audit.AuditReader.Listed;
import latchkey.audit.AuditReader.Page;
import latchkey.audit.AuditReader.Place;
import latchkey.audit.Event.Action;
import latchkey.audit.Event.Status;
import latchkey.db.Database;
import latchkey.db.TestDatabases;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabases.class)
class AuditReaderTest {
  private static final String ACME = "org_acme";
  private static final String OTHER = "org_other";
  private static final By ANN =
      By.person("usr_ann", "=cmd|' /C calc'!A0", new Origin("192.0.2.1", "curl/8", "req_1"));
  private static final By BOT = By.key("4fYq8GzT0aBcDeF1", "Deploy", Origin.NONE);

  @Parameter TestDatabases engine;
  private Database database;
  private AuditReader reader;
  private long now = 1_000;

  @BeforeEach
  void open() {
    database = engine.open(() -> now);
    reader = new AuditReader(database);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private void append(String org, By by, Event event) {
    database.write(
        tx -> {
          AuditLog.append(tx, org, by, event);
          return true;
        });
  }

  private List<Long> found(AuditFilter filter) {
    return StreamSupport.stream(reader.all(ACME, filter).spliterator(), false)
        .map(listed -> listed.entry().seq())
        .toList();
  }

  @Test
  void whoDidSomethingIsKnownByWhatTheyWereLastCalled() {
    append(ACME, ANN, Event.create("API Key", "k1", "Created", "{}"));
    now = 2_000;
    By renamed = By.person("usr_ann", "Ann Later", Origin.NONE);
    append(ACME, renamed, Event.create("API Key", "k2", "Created", "{}"));
    append(OTHER, BOT, Event.create("API Key", "k3", "Created", "{}"));
    assertThat(reader.actors(ACME, List.of("usr_ann", BOT.id(), "nobody")))
        .containsExactly(Map.entry("usr_ann", new Actor(By.Kind.PERSON, "usr_ann", "Ann Later")));
    assertThat(reader.actors(ACME, List.of())).isEmpty();
  }

  private void someEntries() {
    append(ACME, ANN, Event.create("API Key", "k1", "Created the key \"Sync ✓\"", "{}"));
    now = 2_000;
    append(ACME, BOT, Event.update("API Key", "k1", "Renamed the key", "{}", "{}"));
    append(ACME, ANN, Event.delete("Agent", "a1", "Deleted an agent", "{}").failed());
    append(OTHER, ANN, Event.create("API Key", "k1", "Created another's key", "{}"));
    now = 3_000;
    append(ACME, ANN, Event.of(Action.LOGIN, "Session", "", "Logged in"));
  }

  @Test
  void entriesAreFoundByWhatTheyAre() {
    someEntries();
    AuditFilter all = AuditFilter.ALL;
    assertThat(found(all)).containsExactly(4L, 3L, 2L, 1L);
    assertThat(found(all.withActor("usr_ann"))).containsExactly(4L, 3L, 1L);
    assertThat(found(all.withActor("4fYq8GzT0aBcDeF1"))).containsExactly(2L);
    assertThat(found(all.withAction(Action.LOGIN))).containsExactly(4L);
    assertThat(found(all.withResource("API Key"))).containsExactly(2L, 1L);
    assertThat(found(all.withResourceId("a1"))).containsExactly(3L);
    assertThat(found(all.withStatus(Status.FAILED))).containsExactly(3L);
    assertThat(found(all.withStatus(Status.SUCCESS))).containsExactly(4L, 2L, 1L);
    assertThat(found(all.between(2_000, 3_000))).containsExactly(3L, 2L);
    assertThat(found(all.withText("THE KEY"))).containsExactly(2L, 1L);
    assertThat(found(all.withText("sync ✓"))).containsExactly(1L);
    assertThat(found(all.withText("%"))).isEmpty();
    assertThat(found(all.withResource("API Key").withActor("usr_ann"))).containsExactly(1L);
    assertThat(found(all.withResourceId("k1").withAction(Action.DELETE))).isEmpty();
  }

  @Test
  void anEntryIsFoundByItsNumberInItsOwnOrganizationOnly() {
    someEntries();
    assertThat(reader.find(ACME, 3).orElseThrow().entry().event().resourceId()).isEqualTo("a1");
    assertThat(reader.find(OTHER, 3)).isEmpty();
    assertThat(reader.find(OTHER, 1).orElseThrow().entry().orgId()).isEqualTo(OTHER);
  }

  @Test
  void pagesGoOnWhereTheLastOneEndedAlsoAmongEntriesOfOneMoment() {
    for (int i = 0; i < 57; i++) {
      now = 1_000L + i / 10;
      append(ACME, ANN, Event.of(Action.READ, "API Key", "k" + i % 3, "Looked"));
    }
    for (AuditFilter filter : List.of(AuditFilter.ALL, AuditFilter.ALL.withResourceId("k1"))) {
      List<Long> seen = new ArrayList<>();
      Optional<Place> next = Optional.empty();
      do {
        Page page = reader.page(ACME, filter, next, 10);
        assertThat(page.items()).hasSizeLessThanOrEqualTo(10);
        page.items().forEach(listed -> seen.add(listed.entry().seq()));
        next = page.next();
      } while (next.isPresent());
      assertThat(seen).isEqualTo(found(filter)).isSortedAccordingTo((a, b) -> Long.compare(b, a));
    }
    assertThat(found(AuditFilter.ALL)).hasSize(57);
  }

  @Test
  void aPageThatLookedAtEnoughGivesWhatItFoundAndAPlaceToGoOn() {
    for (int i = 0; i < 30; i++) {
      append(ACME, ANN, Event.of(Action.READ, "API Key", "k", i == 5 ? "The needle" : "Hay"));
    }
    AuditReader hasty = new AuditReader(database, 10);
    AuditFilter needle = AuditFilter.ALL.withText("needle");
    Page first = hasty.page(ACME, needle, Optional.empty(), 20);
    assertThat(first.items()).isEmpty();
    Page second = hasty.page(ACME, needle, first.next(), 20);
    assertThat(second.items()).isEmpty();
    Page third = hasty.page(ACME, needle, second.next(), 20);
    assertThat(third.items()).hasSize(1);
    assertThat(third.next()).isEmpty();
  }

  @Test
  void aSpreadsheetRunsNothingOfAnExport() {
    someEntries();
    String csv = Format.CSV.line(reader.find(ACME, 1).orElseThrow());
    assertThat(csv)
        .startsWith("\"1970-01-01T00:00:01Z\",\"'=cmd|' /C calc'!A0\",\"usr_ann\",")
        .contains("\"Created the key \"\"Sync ✓\"\"\"")
        .endsWith("\r\n");
    assertThat(csv.split("\",\"", -1)).hasSize(Format.CSV.header().split(",", -1).length);
  }

  @Test
  void anExportInJsonLinesProvesTheChain() throws Exception {
    someEntries();
    Hash previous = Hash.NONE;
    List<Listed> listed = new ArrayList<>();
    reader.all(ACME, AuditFilter.ALL).forEach(listed::add);
    for (Listed each : listed.reversed()) {
      JsonNode line = new ObjectMapper().readTree(Format.JSON_LINES.line(each));
      List<Optional<String>> texts = new ArrayList<>();
      for (String field :
          List.of(
              "actorKind",
              "actorId",
              "actorName",
              "address",
              "userAgent",
              "requestId",
              "action",
              "resource",
              "resourceId",
              "description",
              "status",
              "before",
              "after")) {
        texts.add(Optional.ofNullable(line.get(field)).map(JsonNode::asText));
      }
      long at = Instant.parse(line.get("at").asText()).toEpochMilli();
      previous = previous.next(ACME, line.get("seq").asLong(), at, texts);
      assertThat(line.get("hash").asText()).isEqualTo(previous.toString());
    }
  }
}

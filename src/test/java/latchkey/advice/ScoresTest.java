package latchkey.advice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import latchkey.advice.Finding.Kind;
import latchkey.db.Database;
import latchkey.db.TestDatabases;
import latchkey.people.Organization;
import latchkey.people.Organizations;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabases.class)
class ScoresTest {
  private static final String ACME = "org_acme";
  private static final String OTHER = "org_other";

  @Parameter TestDatabases engine;
  private Database database;

  @BeforeEach
  void open() {
    database = engine.open(() -> 1);
    Organizations organizations = new Organizations(database, _ -> {});
    organizations.create(Organization.named(ACME, "Acme", "acme"));
    organizations.create(Organization.named(OTHER, "Other", "lk"));
  }

  @AfterEach
  void close() {
    database.close();
  }

  private void write(String org, Score score) {
    database.write(
        tx -> {
          ScoreTable.write(tx.handle(), org, score);
          return score;
        });
  }

  private List<Score> since(String org, long day) {
    return database.read(handle -> ScoreTable.since(handle, org, day));
  }

  private static Score score(long day, int points, Map<Kind, Integer> findings) {
    return new Score(day, day * 1_000, points, 7, findings);
  }

  @Test
  void aDayHasOneScoreTheLatestAndEachOrganizationItsOwn() {
    write(ACME, score(10, 60, Map.of(Kind.NARROW, 2, Kind.NO_EXPIRY, 5)));
    write(OTHER, score(10, 99, Map.of()));
    write(ACME, score(11, 65, Map.of(Kind.NO_EXPIRY, 4)));
    write(ACME, score(11, 70, Map.of(Kind.NO_EXPIRY, 3)));
    assertThat(since(ACME, 10))
        .containsExactly(
            score(10, 60, Map.of(Kind.NARROW, 2, Kind.NO_EXPIRY, 5)),
            score(11, 70, Map.of(Kind.NO_EXPIRY, 3)));
    assertThat(since(ACME, 11)).hasSize(1);
    assertThat(since(OTHER, 0)).containsExactly(score(10, 99, Map.of()));
  }

  @Test
  void whatIsOldIsForgottenOfThatOrganizationOnly() {
    write(ACME, score(10, 60, Map.of()));
    write(ACME, score(11, 65, Map.of()));
    write(OTHER, score(10, 99, Map.of()));
    database.write(
        tx -> {
          ScoreTable.forget(tx.handle(), ACME, 11);
          return 0;
        });
    assertThat(since(ACME, 0)).containsExactly(score(11, 65, Map.of()));
    assertThat(since(OTHER, 0)).hasSize(1);
  }
}

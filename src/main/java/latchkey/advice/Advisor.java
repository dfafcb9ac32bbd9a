package latchkey.advice;

import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import latchkey.access.Catalog;
import latchkey.access.Grants;
import latchkey.advice.Finding.Kind;
import latchkey.db.Database;
import latchkey.gate.Exercise;
import latchkey.keys.Key;
import latchkey.keys.KeyFilter;
import latchkey.keys.KeyFilter.Listed;
import latchkey.keys.KeyList;
import latchkey.keys.KeyPage;
import latchkey.keys.KeyPage.Order;
import latchkey.keys.KeyPage.Position;
import latchkey.keys.Scope;
import latchkey.people.Members;
import latchkey.people.Organization;
import latchkey.usage.NetworkUse;
import latchkey.usage.Resolution;
import latchkey.usage.Sighting;
import latchkey.usage.Sightings;
import latchkey.usage.UsageReader;
import latchkey.usage.UsageReader.GrantedAction;

/// Gathers what keys did, says what follows from it, and keeps each organization's score by day.
public final class Advisor {
  private static final int AT_ONCE = 200;
  static final int MOST_LOOKED_AT = 2_000;

  /// The score is of the newest ones where there are more.
  private static final int MOST_SCORED = 10_000;

  private static final int DAYS_KEPT = 400;
  private static final String PERSON = "person_";

  private final Database database;
  private final KeyList keys;
  private final UsageReader usage;
  private final Sightings sightings;
  private final Members members;

  public Advisor(
      Database database, KeyList keys, UsageReader usage, Sightings sightings, Members members) {
    this.database = database;
    this.keys = keys;
    this.usage = usage;
    this.sightings = sightings;
    this.members = members;
  }

  /// What is found about these keys of the organization: a few statements, however many they are.
  public List<Advised> of(Organization organization, List<KeyPage.Entry> entries, long now) {
    String org = organization.id();
    ZoneId zone = organization.timeZone();
    Catalog catalog = Catalog.with(organization.ownResources());
    List<String> ids = entries.stream().map(entry -> entry.key().id().toString()).toList();
    long since = now - Duration.ofDays(Habits.DAYS).toMillis();
    Map<String, List<GrantedAction>> actions =
        usage.grantedActions(org, ids, Resolution.DAY.bucketOf(since, zone));
    Map<String, List<Sighting>> places = sightings.places(org, ids, Sightings.dayOf(since));
    Map<String, Boolean> left = new HashMap<>();
    List<Advised> advised = new ArrayList<>(entries.size());
    for (KeyPage.Entry entry : entries) {
      Key key = entry.key();
      String id = key.id().toString();
      boolean creatorLeft =
          left.computeIfAbsent(key.created().by(), creator -> hasLeft(org, creator));
      Habits habits =
          habits(
              entry,
              Exercise.of(
                  Grants.ofStored(String.join(" ", key.terms().permissions()), catalog),
                  actions.getOrDefault(id, List.of())),
              places.getOrDefault(id, List.of()),
              creatorLeft);
      advised.add(new Advised(key, habits, Advice.of(key, habits, now)));
    }
    return advised;
  }

  /// Keys of a list about which something was found.
  ///
  /// @param next where to go on; a part may hold fewer than asked for, or none, and have a next one
  public record Part(List<Advised> found, Optional<Position> next) {
    public Part {
      found = List.copyOf(found);
    }
  }

  /// The newest first; looks at no more than [#MOST_LOOKED_AT] keys for one part.
  ///
  /// @param kind of the finding; without one, any
  public Part found(
      Organization organization,
      Scope scope,
      KeyFilter filter,
      Optional<Kind> kind,
      Optional<Position> after,
      int limit,
      long now) {
    List<Advised> found = new ArrayList<>();
    Optional<Position> next = after;
    int looked = 0;
    do {
      KeyPage page = keys.page(scope, filter, Order.NEWEST, next, AT_ONCE, now);
      for (Advised advised : of(organization, page.entries(), now)) {
        if (advised.has(kind)) {
          if (found.size() == limit) {
            return new Part(found, Optional.of(Position.byAge(found.getLast().key())));
          }
          found.add(advised);
        }
      }
      next = page.next();
      looked += AT_ONCE;
    } while (next.isPresent() && found.size() < limit && looked < MOST_LOOKED_AT);
    return new Part(found, next);
  }

  private boolean hasLeft(String org, String creator) {
    return creator.startsWith(PERSON) && members.find(org, creator).isEmpty();
  }

  private static Habits habits(
      KeyPage.Entry entry, Exercise exercise, List<Sighting> places, boolean creatorLeft) {
    return new Habits(
        exercise.permissions().stream()
            .filter(held -> held.calls() > 0)
            .map(Exercise.Held::permission)
            .toList(),
        exercise.permissions().stream()
            .filter(held -> held.calls() == 0)
            .map(Exercise.Held::permission)
            .toList(),
        exercise.complete(),
        NetworkUse.of(places).stream()
            .filter(use -> use.granted() > 0)
            .map(use -> use.network().toString())
            .toList(),
        places.stream().filter(Sighting::placeless).mapToLong(Sighting::granted).sum(),
        places.stream().mapToLong(Sighting::granted).sum(),
        places.stream().mapToLong(Sighting::refused).sum(),
        entry.lastUse().map(use -> OptionalLong.of(use.at())).orElseGet(OptionalLong::empty),
        creatorLeft);
  }

  /// Counts an organization's score anew, as that of today.
  public Score refresh(Organization organization, long now) {
    Map<Kind, Integer> findings = new EnumMap<>(Kind.class);
    long points = 0;
    int count = 0;
    Optional<Position> from = Optional.empty();
    do {
      KeyPage page =
          keys.page(
              Scope.of(organization.id()),
              KeyFilter.ALL.in(Listed.ACTIVE),
              Order.NEWEST,
              from,
              AT_ONCE,
              now);
      for (Advised advised : of(organization, page.entries(), now)) {
        points += advised.points();
        count++;
        advised.findings().forEach(finding -> findings.merge(finding.kind(), 1, Integer::sum));
      }
      from = page.next();
    } while (from.isPresent() && count < MOST_SCORED);
    Score score =
        new Score(
            Sightings.dayOf(now),
            now,
            count == 0 ? 100 : Math.toIntExact(points / count),
            count,
            findings);
    database.write(
        tx -> {
          ScoreTable.write(tx.handle(), organization.id(), score);
          ScoreTable.forget(tx.handle(), organization.id(), score.day() - DAYS_KEPT);
          return score;
        });
    return score;
  }

  /// The scores of the last days, the oldest first; today's may be some minutes old.
  public List<Score> scores(String org, int days, long now) {
    return database.read(handle -> ScoreTable.since(handle, org, Sightings.dayOf(now) - days + 1));
  }
}

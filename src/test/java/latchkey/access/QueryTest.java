package latchkey.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class QueryTest {
  private static final Catalog CATALOG =
      Catalog.with(List.of(new Resource("tickets", List.of("read", "close"))));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "contacts.read                                 | contacts.read             | true",
        "contacts.read                                 | contacts.create           | false",
        "contacts:read                                 | contacts.read             | true",
        "contacts.read AND leads.read                  | contacts.read             | false",
        "contacts.read AND leads.read                  | *.read                    | true",
        "contacts.read OR leads.read                   | leads.read                | true",
        "contacts.read or leads.read And calls.read    | contacts.read             | true",
        "contacts.read OR leads.read AND calls.read    | leads.read                | false",
        "(contacts.read OR leads.read) AND calls.read  | contacts.read             | false",
        "(contacts.read OR leads.read)AND(calls.read)  | contacts.read calls.read  | true",
        "leads.write                                   | leads.create leads.update | false",
        "leads.write                                   | leads.create leads.update leads.delete | true",
        "leads.write AND leads.read                    | leads.write               | false",
        "models.invoke                                 | models.create             | true",
        "contacts.*                                    | contacts.read             | false",
        "contacts.*                                    | contacts.read contacts.write | true",
        "tickets.close                                 | tickets.close             | true",
        "tickets.close                                 | tickets.read              | false",
        "tickets.*                                     | tickets.read              | false",
        "tickets.*                                     | *.close tickets.read      | true",
        "*.close                                       | tickets.close             | true",
        "*.read                                        | *.read                    | true",
        "*.read                                        | contacts.read             | false",
        "*                                             | *                         | true",
        "*.fly                                         | *                         | false",
        "contacts.fly                                  | *                         | false",
        "rooms.*                                       | *                         | false",
        "rooms.book OR tickets.read                    | *                         | true",
      })
  void aQueryIsHeldExactlyWhenItsPermissionsAre(String query, String grants, boolean held) {
    assertThat(Query.parse(query).heldBy(grants(grants))).isEqualTo(held);
  }

  @Test
  void anOwnNameMeansWhatTheCatalogOfTheGrantsSays() {
    Query query = Query.parse("*.read");

    assertThat(query.heldBy(Grants.ofStored("*.read", Catalog.BUILT_IN))).isTrue();
    assertThat(
            query.heldBy(
                Grants.ofStored(
                    Grants.ofStored("*.read", Catalog.BUILT_IN).names().stream()
                        .collect(Collectors.joining(" ")),
                    CATALOG)))
        .isFalse();
    assertThat(Query.of("tickets.read").heldBy(Grants.ofStored("*", Catalog.BUILT_IN))).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a.b and( c.d )                 | a.b AND c.d",
        "((a.b))                        | a.b",
        "(a.b AND c.d) OR e.f           | a.b AND c.d OR e.f",
        "a.b and (c.d or e.f)           | a.b AND (c.d OR e.f)",
        "(a.b OR (c.d OR (e.f)))        | a.b OR c.d OR e.f",
        "a.b AND (c.d AND e.f)          | a.b AND c.d AND e.f",
        "contacts:read                  | contacts.read",
        "*.* OR *:read                  | * OR *.read",
        "and.or OR or.and               | and.or OR or.and",
      })
  void theCanonicalTextHasOnlyTheNecessaryParentheses(String query, String canonical) {
    assertThat(Query.parse(query)).hasToString(canonical);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "contacts.read AND )       ; at 19: expected a permission, found ')'",
        "contacts.read AND         ; at 18: expected a permission, found the end",
        "\"\"                      ; at 1: expected a permission, found the end",
        "\"  \"                    ; at 3: expected a permission, found the end",
        "()                        ; at 2: expected a permission, found ')'",
        "(contacts.read            ; at 15: expected AND, OR or ')', found the end",
        "(a.b c.d)                 ; at 6: expected AND, OR or ')', found 'c.d'",
        "contacts.read)            ; at 14: expected AND, OR or the end, found ')'",
        "contacts.read leads.read  ; at 15: expected AND, OR or the end, found 'leads.read'",
        "a.b && c.d                ; at 5: expected AND, OR or the end, found '&&' (write AND)",
        "a.b||c.d                  ; at 4: expected AND, OR or the end, found '||' (write OR)",
        "a.b, c.d                  ; at 4: expected AND, OR or the end, found ',' (write AND)",
        "NOT a.b                   ; at 1: expected a permission, found 'NOT' (a query cannot say NOT)",
        "a.b AND !c.d              ; at 9: expected a permission, found '!' (a query cannot say NOT)",
        "AND a.b                   ; at 1: expected a permission, found 'AND'",
        "a.b OR or c.d             ; at 8: expected a permission, found 'or'",
        "contacts                  ; at 1: expected a permission, found 'contacts'",
        "Contacts.read             ; at 1: expected a permission, found 'Contacts.read' (permissions are lower-case)",
        "a.b AND cont*.read        ; at 9: expected a permission, found 'cont*.read'",
        "a.b.c                     ; at 1: expected a permission, found 'a.b.c'",
        "a.b (c.d)                 ; at 5: expected AND, OR or the end, found '('",
        "é.b                       ; at 1: expected a permission, found 'é'",
      })
  void anInvalidQueryIsRefusedWithPositionAndExpectation(String query, String message) {
    assertThatThrownBy(() -> Query.parse(query))
        .isInstanceOfSatisfying(
            InvalidQueryException.class,
            refusal ->
                assertThat(refusal.getMessage())
                    .startsWith("at " + refusal.position() + ": expected " + refusal.expected()))
        .hasMessage(message);
  }

  @Test
  void aQueryIsBoundedInLengthDepthAndLeaves() {
    String atMost = "(".repeat(32) + "a.b" + ")".repeat(32);
    assertThat(Query.parse(atMost)).hasToString("a.b");
    assertThatThrownBy(() -> Query.parse("(" + atMost + ")"))
        .isInstanceOf(InvalidQueryException.class)
        .hasMessage("at 33: expected at most 32 parentheses inside each other, found '('");

    String hundred = "a.b" + " OR a.b".repeat(99);
    assertThat(Query.parse(hundred).undeclared(CATALOG)).containsExactly("a.b");
    assertThatThrownBy(() -> Query.parse(hundred + " OR c.d"))
        .isInstanceOf(InvalidQueryException.class)
        .hasMessage("at 701: expected at most 100 permissions, found 'c.d'");

    assertThat(Query.parse("a.b" + " ".repeat(997))).hasToString("a.b");
    assertThatThrownBy(() -> Query.parse("a.b" + " ".repeat(998)))
        .isInstanceOf(InvalidQueryException.class)
        .hasMessage("at 1001: expected at most 1000 characters, found 1001");
  }

  @Test
  void anyAsciiBlankSeparates() {
    assertThat(Query.parse("\ta.b\r\nAND\tc.d\n")).hasToString("a.b AND c.d");
    assertThatThrownBy(() -> Query.parse("a.b\u00a0AND c.d"))
        .isInstanceOf(InvalidQueryException.class)
        .hasMessageStartingWith("at 4: expected AND, OR or the end");
  }

  @Test
  void aQueryOfOneNameIsThatNameAndNothingMore() {
    assertThat(Query.of("contacts:read")).isEqualTo(Query.parse("contacts.read"));
    assertThatThrownBy(() -> Query.of("contacts.read OR leads.read"))
        .isInstanceOf(InvalidQueryException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "nothing helps",
      value = {
        "contacts.read                                  | contacts.read | ''",
        "contacts.read                                  | ''            | contacts.read",
        "leads.write                                    | leads.update  | leads.create leads.delete",
        "leads.write OR contacts.read                   | ''            | contacts.read",
        "leads.write OR contacts.*                      | leads.create leads.update | leads.delete",
        "calls.read OR leads.read                       | ''            | calls.read",
        "(calls.read OR leads.read) AND (leads.read OR keys.read) | ''  | leads.read",
        "rooms.book OR tickets.close                    | ''            | tickets.close",
        "rooms.book                                     | *             | nothing helps",
        "calls.read AND *.fly                           | ''            | nothing helps",
      })
  void whatIsMissingIsTheSmallestSetOfPermissions(String query, String grants, String missing) {
    assertThat(Query.parse(query).missing(grants(grants)).map(names -> String.join(" ", names)))
        .isEqualTo(Optional.ofNullable(missing));
  }

  @Test
  void undeclaredLeavesAreNamedOnceInTheOrderWritten() {
    Query query =
        Query.parse("rooms.book OR contacts.fly AND tickets.read OR rooms.book AND *.jump");

    assertThat(query.undeclared(CATALOG)).containsExactly("rooms.book", "contacts.fly", "*.jump");
    assertThat(query.undeclared(Catalog.BUILT_IN)).contains("tickets.read");
  }

  @Test
  void evenTheLargestQueryIsExplained() {
    String or = "(a0.x OR b0.x)";
    StringBuilder text = new StringBuilder(or);
    var own = new ArrayList<Resource>();
    own.add(new Resource("a0", List.of("x")));
    own.add(new Resource("b0", List.of("x")));
    for (int i = 1; i < 45; i++) {
      text.append(" AND ")
          .append(or.replace('0', (char) ('0' + i % 10)).replace("x", "x" + i / 10));
    }
    Query query = Query.parse(text.toString());

    for (int digit = 1; digit < 10; digit++) {
      own.add(new Resource("a" + digit, List.of("x0", "x1", "x2", "x3", "x4")));
    }
    own.set(0, new Resource("a0", List.of("x", "x1", "x2", "x3", "x4")));
    Grants nothing = Grants.parse(List.of(), Catalog.with(own));
    List<String> missing = query.missing(nothing).orElseThrow();

    assertThat(missing).hasSize(45);
    assertThat(query.heldBy(Grants.parse(missing, Catalog.with(own)))).isTrue();
  }

  @Property
  void aQueryIsEvaluatedAsItsDefinitionSays(
      @ForAll("formulas") Formula formula, @ForAll("grants") Grants grants) {
    assertThat(Query.parse(formula.text()).heldBy(grants)).isEqualTo(formula.heldBy(grants));
  }

  @Property
  void printedQueriesReadBackAsTheSameQuery(@ForAll("formulas") Formula formula) {
    Query query = Query.parse(formula.text());

    assertThat(Query.parse(query.toString())).isEqualTo(query).hasToString(query.toString());
  }

  @Property
  void whatIsMissingAdmitsAndNothingSmallerDoes(
      @ForAll("formulas") Formula formula, @ForAll("grants") Grants grants) {
    Query query = Query.parse(formula.text());
    int fewest = fewestThatAdmit(query, grants);

    query
        .missing(grants)
        .ifPresentOrElse(
            missing -> {
              assertThat(query.heldBy(with(grants, missing))).isTrue();
              assertThat(missing).hasSize(fewest).noneMatch(grants.names()::contains);
            },
            () -> assertThat(fewest).isEqualTo(Integer.MAX_VALUE));
  }

  @Property
  void garbageIsRefusedWithTheDeclaredExceptionOnly(@ForAll("nearlyQueries") String text) {
    try {
      Query query = Query.parse(text);
      assertThat(Query.parse(query.toString())).isEqualTo(query);
    } catch (InvalidQueryException refused) {
      assertThat(refused.position()).isBetween(1, text.length() + 1);
    }
  }

  /// A query as its definition says, evaluated on names.
  sealed interface Formula {
    String text();

    boolean heldBy(Grants grants);

    record Leaf(String text, Set<String> permissions) implements Formula {
      @Override
      public boolean heldBy(Grants grants) {
        return !permissions.isEmpty() && grants.names().containsAll(permissions);
      }
    }

    record Both(Formula one, Formula other) implements Formula {
      @Override
      public String text() {
        return "(" + one.text() + ") AND (" + other.text() + ")";
      }

      @Override
      public boolean heldBy(Grants grants) {
        return one.heldBy(grants) && other.heldBy(grants);
      }
    }

    record Either(Formula one, Formula other) implements Formula {
      @Override
      public String text() {
        // AND binds tighter, so that no parentheses are needed here.
        return one.text() + " or " + other.text();
      }

      @Override
      public boolean heldBy(Grants grants) {
        return one.heldBy(grants) || other.heldBy(grants);
      }
    }
  }

  /// Few permissions, so that all sets of them can be tried.
  private static final List<String> SMALL =
      List.of(
          "calls.create",
          "calls.update",
          "calls.delete",
          "tickets.read",
          "tickets.close",
          "analytics.read");

  @Provide
  static Arbitrary<Formula> formulas() {
    Arbitrary<Formula> leaves =
        Arbitraries.of(
            new Formula.Leaf("calls.create", Set.of("calls.create")),
            new Formula.Leaf("calls:update", Set.of("calls.update")),
            new Formula.Leaf("calls.write", Set.of("calls.create", "calls.update", "calls.delete")),
            new Formula.Leaf("tickets.read", Set.of("tickets.read")),
            new Formula.Leaf("*.close", Set.of("tickets.close")),
            new Formula.Leaf("tickets.*", Set.of("tickets.read", "tickets.close")),
            new Formula.Leaf("analytics.*", Set.of("analytics.read")),
            new Formula.Leaf("rooms.book", Set.of()));
    return Arbitraries.recursive(
        () -> leaves,
        inner ->
            Arbitraries.oneOf(
                Combinators.combine(inner, inner).as(Formula.Both::new),
                Combinators.combine(inner, inner).as(Formula.Either::new),
                leaves),
        0,
        3);
  }

  @Provide
  static Arbitrary<Grants> grants() {
    return Arbitraries.subsetOf(SMALL).map(names -> Grants.parse(List.copyOf(names), CATALOG));
  }

  @Provide
  static Arbitrary<String> nearlyQueries() {
    return Arbitraries.oneOf(
        Arbitraries.strings().ofMaxLength(1_100),
        Arbitraries.of(
                "(",
                ")",
                " ",
                "AND",
                "or",
                "a.b",
                "calls:write",
                "*",
                "*.read",
                "&&",
                "NOT",
                ".",
                "é")
            .list()
            .ofMaxSize(30)
            .map(parts -> String.join(" ", parts)),
        Arbitraries.of("(", ")", " AND ", " OR ", "a.b", "calls.*")
            .list()
            .ofMaxSize(12)
            .map(parts -> String.join("", parts)));
  }

  private static int fewestThatAdmit(Query query, Grants grants) {
    int fewest = Integer.MAX_VALUE;
    for (int subset = 0; subset < 1 << SMALL.size(); subset++) {
      var added = new ArrayList<String>();
      for (int i = 0; i < SMALL.size(); i++) {
        if ((subset & 1 << i) != 0) {
          added.add(SMALL.get(i));
        }
      }
      if (added.size() < fewest && query.heldBy(with(grants, added))) {
        fewest = added.size();
      }
    }
    return fewest;
  }

  private static Grants with(Grants grants, List<String> added) {
    Set<String> names = new HashSet<>(grants.names());
    names.addAll(added);
    return Grants.parse(List.copyOf(names), CATALOG);
  }

  private static Grants grants(String names) {
    return Grants.parse(names.isEmpty() ? List.of() : List.of(names.split(" ")), CATALOG);
  }
}

package latchkey.crm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import latchkey.db.Database;
import latchkey.db.TestDatabases;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;

/// Whatever contacts are called and whatever is looked for: the index finds what looking at each
/// of them finds.
class SearchPropertyTest {
  private static final AtomicInteger AGENTS = new AtomicInteger();
  private static final Database DATABASE = TestDatabases.SQLITE.open(() -> 1_700_000_000_000L);
  private static final Desk DESK = new Desk(DATABASE);

  @AfterContainer
  static void close() {
    DATABASE.close();
  }

  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> letters =
        Arbitraries.of(
            "a",
            "b",
            "A",
            "e",
            "é",
            "e\u0301",
            "ß",
            "ss",
            "Æ",
            "ł",
            "ı",
            "I",
            "ς",
            "Σ",
            "0",
            "1",
            "49",
            "%",
            "_",
            "!",
            "'",
            "\"",
            "*",
            "(",
            "^",
            "-",
            "+",
            ".",
            "@",
            ":",
            "AND",
            "OR",
            " ",
            "\u00a0",
            "\u3000",
            "王",
            "明",
            "小",
            "🦊",
            "👩‍👩‍👧",
            "ｆ",
            "ﬁ",
            "ア",
            "ｱ",
            "и",
            "й",
            "\u0130",
            "\u1e9e",
            "한",
            "ก็",
            "ש",
            "ﷺ");
    return letters.list().ofMinSize(1).ofMaxSize(7).map(parts -> String.join("", parts));
  }

  @Property(tries = 120)
  void theIndexFindsWhatLookingAtEachFinds(
      @ForAll @Size(max = 5) List<@From("texts") String> named,
      @ForAll @Size(min = 1, max = 4) List<@From("texts") String> searches) {
    Place place =
        new Place(Desk.ACME.organizationId(), "%024x".formatted(AGENTS.incrementAndGet()));
    for (int i = 0; i < named.size(); i++) {
      create(place, named.get(i), i);
    }
    List<Contact> all = list(place, Filter.NONE);
    List<String> asked = new ArrayList<>(searches);
    named.forEach(name -> asked.addAll(pieces(name)));
    for (String search : asked) {
      List<String> parts = Folding.parts(search);
      assertThat(list(place, Filter.NONE.searching(search)))
          .as(search)
          .isEqualTo(all.stream().filter(contact -> has(contact, parts)).toList());
    }
  }

  private static List<String> pieces(String name) {
    int[] points = name.codePoints().toArray();
    int middle = points.length / 2;
    return List.of(
        new String(points, 0, middle),
        new String(points, middle, points.length - middle),
        new String(points, middle, 1));
  }

  private static void create(Place place, String name, int number) {
    var sent =
        JsonNodeFactory.instance
            .objectNode()
            .put("email", "x%d@a-b.de".formatted(number))
            .put("mobileNumber", "+4917012345%02d".formatted(number));
    if (!name.isBlank()) {
      sent.put("name", name);
    }
    assertThat(DESK.contacts.create(place, sent, false, Desk.KEY))
        .isInstanceOf(Creation.Created.class);
  }

  private static List<Contact> list(Place place, Filter filter) {
    return DESK.contacts.list(place, filter, Sort.DEFAULT, Slice.page(1, 100)).contacts();
  }

  private static boolean has(Contact contact, List<String> parts) {
    Fields fields = contact.fields();
    String searched = Folding.searched(fields.name(), fields.email(), fields.mobileNumber());
    return parts.stream().allMatch(searched::contains);
  }
}

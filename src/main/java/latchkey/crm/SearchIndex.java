package latchkey.crm;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import latchkey.db.Dialect;
import latchkey.db.Tx;
import org.jdbi.v3.core.Handle;

/// The index of contacts by their [Terms], and how each engine looks into it. It is written in
/// the transactions that write the contacts.
final class SearchIndex {
  /// A contact's number, as [#source] calls it.
  static final String NUMBER = "contact_search.rowid";

  private SearchIndex() {}

  static void add(Tx tx, Contact contact) {
    LongStream terms =
        Arrays.stream(new Terms(contact.place(), contact.archived()).of(contact.fields()));
    String sql =
        switch (Dialect.of(tx.handle())) {
          case SQLITE -> "INSERT INTO contact_search (rowid, terms) VALUES (:seq, :terms)";
          case POSTGRES ->
              """
              INSERT INTO contact_search (rowid, terms) VALUES (:seq, CAST(:terms AS BIGINT[]))
              """;
        };
    String text =
        switch (Dialect.of(tx.handle())) {
          case SQLITE -> terms.mapToObj(SearchIndex::word).collect(Collectors.joining(" "));
          case POSTGRES -> array(terms);
        };
    var _ =
        tx.handle()
            .createUpdate(sql)
            .bind("seq", ContactIds.seq(contact.id()).orElseThrow())
            .bind("terms", text)
            .execute();
  }

  static void remove(Tx tx, String contactId) {
    var _ =
        tx.handle()
            .createUpdate("DELETE FROM contact_search WHERE rowid = :seq")
            .bind("seq", ContactIds.seq(contactId).orElseThrow())
            .execute();
  }

  /// Writes it anew if it is found by something else than before.
  static void change(Tx tx, Contact before, Contact after) {
    if (before.archived() != after.archived() || !sameTerms(before, after)) {
      remove(tx, after.id());
      add(tx, after);
    }
  }

  private static boolean sameTerms(Contact before, Contact after) {
    Terms terms = new Terms(after.place(), after.archived());
    return Arrays.equals(terms.of(before.fields()), terms.of(after.fields()));
  }

  /// Where contacts with what is wanted are selected from, `FROM … WHERE …`; more may be
  /// among them. SQLite gives them one by one in the order of their numbers, if it is asked for;
  /// so bounds of these are told to it in `range`.
  ///
  /// @param range conditions on [#NUMBER]
  /// @param values gets what the statement refers to
  static String source(
      Handle handle, List<Set<Long>> wanted, List<String> range, Map<String, Object> values) {
    return switch (Dialect.of(handle)) {
      case SQLITE -> {
        values.put("wanted", match(wanted));
        yield """
        FROM contact_search CROSS JOIN contact ON contact.seq = contact_search.rowid
        WHERE contact_search MATCH :wanted"""
            + and(range);
      }
      case POSTGRES -> {
        StringBuilder having = new StringBuilder("terms @> CAST(:wanted AS BIGINT[])");
        values.put(
            "wanted",
            array(
                wanted.stream().filter(set -> set.size() == 1).flatMapToLong(SearchIndex::longs)));
        for (int i = 0; i < wanted.size(); i++) {
          if (wanted.get(i).size() > 1) {
            having.append(" AND terms && CAST(:any%1$d AS BIGINT[])".formatted(i));
            values.put("any" + i, array(longs(wanted.get(i))));
          }
        }
        // as an array, since then there is no other way than by the numbers
        yield "FROM contact WHERE seq = ANY (ARRAY(SELECT rowid FROM contact_search WHERE %s))"
            .formatted(having);
      }
    };
  }

  /// On SQLite, a statement of the numbers of what [#source] says, without looking at contacts.
  static String numbers(List<String> range) {
    return "SELECT rowid FROM contact_search WHERE contact_search MATCH :wanted" + and(range);
  }

  private static String and(List<String> conditions) {
    return conditions.stream().map(" AND "::concat).collect(Collectors.joining());
  }

  private static String match(List<Set<Long>> wanted) {
    return wanted.stream()
        .map(
            set ->
                set.stream().map(SearchIndex::word).collect(Collectors.joining(" OR ", "(", ")")))
        .collect(Collectors.joining(" AND "));
  }

  /// As SQLite's index keeps it: letters and digits.
  private static String word(long term) {
    return "t" + Long.toUnsignedString(term, Character.MAX_RADIX);
  }

  private static LongStream longs(Set<Long> terms) {
    return terms.stream().mapToLong(Long::longValue);
  }

  private static String array(LongStream terms) {
    return terms.mapToObj(Long::toString).collect(Collectors.joining(",", "{", "}"));
  }
}

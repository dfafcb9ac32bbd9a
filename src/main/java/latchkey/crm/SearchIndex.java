package latchkey.crm;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import latchkey.db.Dialect;
import latchkey.db.Tx;
import latchkey.db.Writes;
import org.jdbi.v3.core.Handle;

/// The index of contacts by their [Terms], and how each engine looks into it. It is written in
/// the transactions that write the contacts.
final class SearchIndex {
  /// A contact's number, as [#source] calls it.
  static final String NUMBER = "contact_search.rowid";

  private SearchIndex() {}

  static void add(Writes writes, Contact contact) {
    var _ =
        switch (Dialect.of(writes.tx().handle())) {
          case SQLITE ->
              writes.add(
                  "INSERT INTO contact_search (rowid, terms) VALUES (?, ?)",
                  seq(contact),
                  words(terms(contact)));
          case POSTGRES ->
              writes.add(
                  "INSERT INTO contact_search (rowid, terms) VALUES (?, CAST(? AS BIGINT[]))",
                  seq(contact),
                  array(terms(contact)));
        };
  }

  /// Writes it anew if it is found by something else than before.
  static void change(Writes writes, Contact before, Contact after) {
    if (said(before).equals(said(after))) {
      return;
    }
    var _ =
        switch (Dialect.of(writes.tx().handle())) {
          case SQLITE ->
              writes.add(
                  "UPDATE contact_search SET terms = ? WHERE rowid = ?",
                  words(terms(after)),
                  seq(after));
          case POSTGRES ->
              writes.add(
                  "UPDATE contact_search SET terms = CAST(? AS BIGINT[]) WHERE rowid = ?",
                  array(terms(after)),
                  seq(after));
        };
  }

  static void remove(Tx tx, String contactId) {
    var _ =
        tx.handle()
            .createUpdate("DELETE FROM contact_search WHERE rowid = :seq")
            .bind("seq", ContactIds.seq(contactId).orElseThrow())
            .execute();
  }

  private static long seq(Contact contact) {
    return ContactIds.seq(contact.id()).orElseThrow();
  }

  private static LongStream terms(Contact contact) {
    return Arrays.stream(new Terms(contact.place(), contact.archived()).of(contact.fields()));
  }

  /// What its terms are made of.
  private static List<Object> said(Contact contact) {
    Fields fields = contact.fields();
    return List.of(
        contact.archived(),
        fields.name(),
        fields.email(),
        fields.mobileNumber(),
        fields.status(),
        fields.stage(),
        fields.owner(),
        fields.secondaryOwner());
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
            + range.stream().map(" AND "::concat).collect(Collectors.joining());
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

  private static String match(List<Set<Long>> wanted) {
    return wanted.stream()
        .map(
            set ->
                set.stream().map(SearchIndex::word).collect(Collectors.joining(" OR ", "(", ")")))
        .collect(Collectors.joining(" AND "));
  }

  private static String words(LongStream terms) {
    return terms.mapToObj(SearchIndex::word).collect(Collectors.joining(" "));
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

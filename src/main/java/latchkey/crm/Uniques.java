package latchkey.crm;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import latchkey.crypto.Sha256;
import latchkey.db.Tx;

/// The values that only one contact of an agent may have: a row for each, which is whose it is.
final class Uniques {
  private static final int LONGEST = 200;

  private Uniques() {}

  /// Which values these fields keep for themselves, in the order in which rows are locked.
  static SortedMap<String, String> of(Setup setup, Fields fields) {
    SortedMap<String, String> values = new TreeMap<>();
    for (CustomField field : setup.fields()) {
      Object value = fields.customFields().get(field.key());
      if (value != null && setup.distinguishes(field)) {
        values.put(field.key(), comparable(value));
      }
    }
    return values;
  }

  private static String comparable(Object value) {
    String text =
        value instanceof Number number
            ? new BigDecimal(number.toString()).stripTrailingZeros().toPlainString()
            : value.toString().strip().toLowerCase(Locale.ROOT);
    return text.length() <= LONGEST
        ? text
        : HexFormat.of().formatHex(Sha256.of(text.getBytes(StandardCharsets.UTF_8)));
  }

  /// Takes the values for a contact, all or none; answers the first that another one has.
  static Optional<String> take(Tx tx, Place place, String contactId, Map<String, String> values) {
    for (Map.Entry<String, String> field : values.entrySet()) {
      if (!take(tx, place, contactId, field.getKey(), field.getValue())) {
        release(tx, place, contactId);
        return Optional.of(ContactSchema.CUSTOM + "." + field.getKey());
      }
    }
    return Optional.empty();
  }

  private static boolean take(Tx tx, Place place, String contactId, String field, String value) {
    return ContactTable.of(
                tx.handle()
                    .createUpdate(
                        """
                        INSERT INTO contact_unique (org_id, agent_id, field, value, contact_id)
                        VALUES (:org, :agent, :field, :value, :contact)
                        ON CONFLICT DO NOTHING
                        """),
                place)
            .bind("field", field)
            .bind("value", value)
            .bind("contact", contactId)
            .execute()
        == 1;
  }

  /// Takes a value for who had it before it was to be unique; answers whose it is.
  static String keep(Tx tx, Place place, String contactId, String field, String value) {
    return ContactTable.of(
            tx.handle()
                .createQuery(
                    """
                    INSERT INTO contact_unique (org_id, agent_id, field, value, contact_id)
                    VALUES (:org, :agent, :field, :value, :contact)
                    ON CONFLICT (agent_id, field, value, org_id)
                    DO UPDATE SET contact_id = contact_unique.contact_id
                    RETURNING contact_id
                    """),
            place)
        .bind("field", field)
        .bind("value", value)
        .bind("contact", contactId)
        .mapTo(String.class)
        .one();
  }

  static void release(Tx tx, Place place, String contactId) {
    var _ =
        ContactTable.of(
                tx.handle()
                    .createUpdate(
                        """
                        DELETE FROM contact_unique
                        WHERE contact_id = :contact AND org_id = :org AND agent_id = :agent
                        """),
                place)
            .bind("contact", contactId)
            .execute();
  }

  /// Lets go some values of a field; says whether there were as many.
  static boolean free(Tx tx, Place place, String field, int most) {
    return ContactTable.of(
                tx.handle()
                    .createUpdate(
                        """
                        DELETE FROM contact_unique
                        WHERE org_id = :org AND agent_id = :agent AND field = :field
                          AND value IN (
                            SELECT value FROM contact_unique
                            WHERE org_id = :org AND agent_id = :agent AND field = :field
                            LIMIT :most)
                        """),
                place)
            .bind("field", field)
            .bind("most", most)
            .execute()
        == most;
  }
}

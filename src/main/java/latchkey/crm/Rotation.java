package latchkey.crm;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import latchkey.db.Tx;

/// Turns: who comes next in a list, and who came last.
///
/// Between two turns of one person everybody else who can be there has had one. Whoever takes a
/// turn holds the row until the transaction ends, so turns are given one after the other and
/// those of a transaction that fails are given again.
final class Rotation {
  private Rotation() {}

  static Optional<String> next(List<String> order, Set<String> able, String last) {
    int before = order.indexOf(last);
    for (int i = 1; i <= order.size(); i++) {
      String person = order.get((before + i) % order.size());
      if (able.contains(person)) {
        return Optional.of(person);
      }
    }
    return Optional.empty();
  }

  /// Takes the next turn.
  ///
  /// @param name which of the agent's rotations
  static Optional<String> take(
      Tx tx, Place place, String name, List<String> order, Set<String> able) {
    Optional<String> person = next(order, able, lastOf(tx, place, name));
    person.ifPresent(next -> store(tx, place, name, next));
    return person;
  }

  private static String lastOf(Tx tx, Place place, String name) {
    return tx.handle()
        .createQuery(
            """
            INSERT INTO crm_rotation (org_id, agent_id, name, last_person)
            VALUES (:org, :agent, :name, '')
            ON CONFLICT (org_id, agent_id, name)
              DO UPDATE SET last_person = crm_rotation.last_person
            RETURNING last_person
            """)
        .bind("org", place.organizationId())
        .bind("agent", place.agentId())
        .bind("name", name)
        .mapTo(String.class)
        .one();
  }

  private static void store(Tx tx, Place place, String name, String person) {
    tx.handle()
        .createUpdate(
            """
            UPDATE crm_rotation SET last_person = :person
            WHERE org_id = :org AND agent_id = :agent AND name = :name
            """)
        .bind("person", person)
        .bind("org", place.organizationId())
        .bind("agent", place.agentId())
        .bind("name", name)
        .execute();
  }
}

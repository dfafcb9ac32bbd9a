package latchkey.people;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import latchkey.db.Tx;
import org.jdbi.v3.core.Handle;

/// The SQL of [Members].
final class MemberTable {
  private MemberTable() {}

  private static final String MEMBER =
      """
      SELECT m.person_id AS id, p.email, p.first_name, p.last_name, m.role, m.status, m.since,
        m.version
      FROM member m JOIN person p ON p.id = m.person_id
      WHERE m.org_id = :org
      """;

  private static final String INVITED =
      """
      SELECT i.id, i.email, '' AS first_name, '' AS last_name, i.role, 'invited' AS status,
        i.created_at AS since, i.version
      FROM invitation i
      WHERE i.org_id = :org
      """;

  static void insert(Tx tx, String org, String person, Role role) {
    tx.handle()
        .createUpdate(
            """
            INSERT INTO member (org_id, person_id, role, status, since, version)
            VALUES (:org, :person, :role, 'active', :now, 1)
            """)
        .bind("org", org)
        .bind("person", person)
        .bind("role", role.text())
        .bind("now", tx.now())
        .execute();
  }

  static void update(Tx tx, String org, String person, Role role, Member.Status status) {
    tx.handle()
        .createUpdate(
            """
            UPDATE member SET role = :role, status = :status, version = version + 1
            WHERE org_id = :org AND person_id = :person
            """)
        .bind("role", role.text())
        .bind("status", status.text())
        .bind("org", org)
        .bind("person", person)
        .execute();
  }

  static void delete(Tx tx, String org, String person) {
    tx.handle()
        .createUpdate("DELETE FROM member WHERE org_id = :org AND person_id = :person")
        .bind("org", org)
        .bind("person", person)
        .execute();
  }

  static Optional<Member> find(Handle handle, String org, String person) {
    return handle
        .createQuery(MEMBER + " AND m.person_id = :person")
        .bind("org", org)
        .bind("person", person)
        .map((row, _) -> member(row))
        .findOne();
  }

  /// The organization that somebody works in first: of those that are active, the one that they
  /// joined first.
  static Optional<String> anyOf(Handle handle, String person) {
    return handle
        .createQuery(
            """
            SELECT m.org_id FROM member m JOIN organization o ON o.id = m.org_id
            WHERE m.person_id = :person AND m.status = 'active'
            ORDER BY o.status, m.since, m.org_id LIMIT 1
            """)
        .bind("person", person)
        .mapTo(String.class)
        .findOne();
  }

  /// The organizations of which somebody is an active member, the one that they joined first
  /// first.
  static List<String> activeIn(Handle handle, String person, int most) {
    return handle
        .createQuery(
            """
            SELECT org_id FROM member WHERE person_id = :person AND status = 'active'
            ORDER BY since, org_id LIMIT :most
            """)
        .bind("person", person)
        .bind("most", most)
        .mapTo(String.class)
        .list();
  }

  /// An organization of somebody's, and what they are in it.
  record Of(Organization organization, Role role, Member.Status status) {}

  static List<Of> of(Handle handle, String person) {
    return handle
        .createQuery(
            """
            SELECT o.*, m.role AS member_role, m.status AS member_status
            FROM member m JOIN organization o ON o.id = m.org_id
            WHERE m.person_id = :person ORDER BY m.since, m.org_id
            """)
        .bind("person", person)
        .map(
            (row, _) ->
                new Of(
                    OrganizationTable.organization(row),
                    Role.of(row.getString("member_role")).orElseThrow(),
                    Member.Status.of(row.getString("member_status")).orElseThrow()))
        .list();
  }

  static Optional<String> owner(Handle handle, String org) {
    return handle
        .createQuery("SELECT person_id FROM member WHERE org_id = :org AND role = 'owner'")
        .bind("org", org)
        .mapTo(String.class)
        .findOne();
  }

  /// The one with that id or address who is active and holds that right.
  static Optional<String> named(Handle handle, String org, Right right, String idOrEmail) {
    return handle
        .createQuery(
            """
            SELECT m.person_id FROM member m JOIN person p ON p.id = m.person_id
            WHERE m.org_id = :org AND m.status = 'active' AND m.role IN (<roles>)
              AND (m.person_id = :named OR p.email = :email)
            """)
        .bind("org", org)
        .bindList("roles", right.holders().stream().map(Role::text).toList())
        .bind("named", idOrEmail)
        .bind("email", idOrEmail.toLowerCase(Locale.ROOT))
        .mapTo(String.class)
        .findFirst();
  }

  static Set<String> holding(Handle handle, String org, Right right, Collection<String> persons) {
    return Set.copyOf(
        handle
            .createQuery(
                """
                SELECT person_id FROM member
                WHERE org_id = :org AND status = 'active' AND role IN (<roles>)
                  AND person_id IN (<persons>)
                """)
            .bind("org", org)
            .bindList("roles", right.holders().stream().map(Role::text).toList())
            .bindList("persons", List.copyOf(persons))
            .mapTo(String.class)
            .list());
  }

  static boolean hasOwner(Handle handle, String org) {
    return handle
            .createQuery("SELECT count(*) FROM member WHERE org_id = :org AND role = 'owner'")
            .bind("org", org)
            .mapTo(int.class)
            .one()
        == 1;
  }

  /// Members and who is invited, after that address, in the order of their addresses.
  static List<Member> list(
      Handle handle, String org, Members.Filter filter, String after, int most) {
    return handle
        .createQuery(
            "SELECT * FROM ("
                + (MEMBER + " UNION ALL " + INVITED)
                + """
                ) everybody
                WHERE email > :after
                  AND (:role = '' OR role = :role) AND (:status = '' OR status = :status)
                  AND (:search = '' OR lower(email) LIKE lower(:search) ESCAPE '!'
                    OR lower(first_name || ' ' || last_name) LIKE lower(:search) ESCAPE '!')
                ORDER BY email LIMIT :most
                """)
        .bind("org", org)
        .bind("role", filter.role().map(Role::text).orElse(""))
        .bind("status", filter.status().map(Member.Status::text).orElse(""))
        .bind("search", filter.search().map(MemberTable::pattern).orElse(""))
        .bind("after", after)
        .bind("most", most)
        .map((row, _) -> member(row))
        .list();
  }

  private static String pattern(String search) {
    return "%" + search.replaceAll("[!%_]", "!$0") + "%";
  }

  private static Member member(ResultSet row) throws SQLException {
    return new Member(
        row.getString("id"),
        new Email(row.getString("email")),
        (row.getString("first_name") + " " + row.getString("last_name")).strip(),
        Role.of(row.getString("role")).orElseThrow(),
        Member.Status.of(row.getString("status")).orElseThrow(),
        row.getLong("since"),
        row.getLong("version"));
  }
}

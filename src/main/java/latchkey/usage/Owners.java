package latchkey.usage;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// Whose the keys are that were counted.
final class Owners {
  private static final int ASKED_AT_ONCE = 500;

  private Owners() {}

  record Owner(String orgId, Optional<String> agentId, ZoneId zone) {}

  /// The owners of those of the keys that exist. As when a key is
  /// loaded, no organization is named, for this finds out which.
  static Map<String, Owner> of(Handle handle, Collection<String> keyIds) {
    Map<String, Owner> owners = new HashMap<>();
    parts(keyIds).forEach(ids -> read(handle, ids, owners));
    return owners;
  }

  /// As many ids in each as one statement takes.
  static List<List<String>> parts(Collection<String> keyIds) {
    List<String> ids = List.copyOf(keyIds);
    List<List<String>> parts = new ArrayList<>();
    for (int from = 0; from < ids.size(); from += ASKED_AT_ONCE) {
      parts.add(ids.subList(from, Math.min(ids.size(), from + ASKED_AT_ONCE)));
    }
    return parts;
  }

  private static void read(Handle handle, List<String> ids, Map<String, Owner> owners) {
    handle
        .createQuery(
            """
            SELECT k.id, k.org_id, k.agent_id, o.time_zone
            FROM api_key k JOIN organization o ON o.id = k.org_id
            WHERE k.id IN (<ids>)
            """)
        .bindList("ids", ids)
        .map(
            (row, _) ->
                Map.entry(
                    row.getString("id"),
                    new Owner(
                        row.getString("org_id"),
                        Optional.ofNullable(row.getString("agent_id")),
                        zone(row.getString("time_zone")))))
        .forEach(owner -> owners.put(owner.getKey(), owner.getValue()));
  }

  /// A zone that this program does not know any more counts as UTC.
  static ZoneId zone(String text) {
    try {
      return ZoneId.of(text);
    } catch (DateTimeException e) {
      return ZoneOffset.UTC;
    }
  }
}

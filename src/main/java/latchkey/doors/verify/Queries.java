package latchkey.doors.verify;

import java.util.HashMap;
import java.util.Map;
import latchkey.access.Query;

/// Parsed queries of one event loop, so that a question asked a thousand times is parsed once.
public final class Queries {
  private static final int MOST = 1_000;
  private static final int LONGEST = 200;

  private final Map<String, Query> known = new HashMap<>();

  public Query get(String text) {
    Query query = known.get(text);
    if (query == null) {
      query = Query.parse(text);
      if (text.length() <= LONGEST) {
        if (known.size() >= MOST) {
          known.clear();
        }
        known.put(text, query);
      }
    }
    return query;
  }
}

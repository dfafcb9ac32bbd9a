package latchkey.doors;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import latchkey.http.Exchange;
import latchkey.http.Method;
import latchkey.http.SentFiles;
import latchkey.people.Session;

/// The manage API as it is asked from within this process: what a person may do in a page is what
/// they may do there, and is judged, audited and refused by the same code.
@FunctionalInterface
public interface Api {
  /// Blocks. What the API refuses is thrown as a [latchkey.http.Problem].
  Answer ask(Question question);

  /// One request.
  ///
  /// @param browser whose request led to it: its cookies, address and device count as the caller's
  /// @param operation as the API's file writes its path, such as `/api/v1/keys/{keyId}`
  /// @param path what stands for the names in braces
  /// @param body JSON, or whatever the operation takes; empty for none
  /// @param files of the browser's form, for operations that take files
  record Question(
      Exchange browser,
      Optional<Session> session,
      Method method,
      String operation,
      Map<String, String> path,
      Map<String, String> query,
      String body,
      SentFiles files,
      OptionalLong version,
      Optional<String> idempotencyKey) {
    public Question {
      path = Map.copyOf(path);
      query = Map.copyOf(query);
    }
  }
}

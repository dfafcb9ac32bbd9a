package latchkey.http;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/// A caller's mistake, thrown anywhere and answered in one place as RFC 9457
/// `application/problem+json`.
///
/// It has no stack trace: it tells the caller about the request, not us about the program.
public final class Problem extends RuntimeException {
  private final int status;
  private final String code;
  private final String detail;
  private final transient Map<String, Object> members;
  private final transient Map<String, String> headers;

  private Problem(
      int status,
      String code,
      String detail,
      Map<String, Object> members,
      Map<String, String> headers) {
    super(code + ": " + detail, null, false, false);
    this.status = status;
    this.code = code;
    this.detail = detail;
    this.members = members;
    this.headers = headers;
  }

  /// A mistake with its status (4xx, or 503 for what is knowingly not available), its stable code
  /// and what to do about it.
  public static Problem of(int status, String code, String detail) {
    if ((status < 400 || status > 499) && status != 503) {
      throw new IllegalArgumentException("A problem's status is 4xx or 503, not " + status);
    }
    return new Problem(
        status, Objects.requireNonNull(code), Objects.requireNonNull(detail), Map.of(), Map.of());
  }

  public static Problem badRequest(String detail) {
    return of(400, "bad_request", detail);
  }

  /// The same with an extension member, such as `decisionId` or `fields`; the value is anything
  /// that JSON can say.
  public Problem with(String member, Object value) {
    return new Problem(status, code, detail, added(members, member, value), headers);
  }

  /// The same with a header on its answer, such as `WWW-Authenticate`.
  public Problem withHeader(String name, String value) {
    return new Problem(status, code, detail, members, added(headers, name, value));
  }

  /// The same in other words.
  public Problem saying(String words) {
    return new Problem(status, code, words, members, headers);
  }

  public int status() {
    return status;
  }

  public String code() {
    return code;
  }

  public String detail() {
    return detail;
  }

  public Map<String, Object> members() {
    return members;
  }

  public Map<String, String> headers() {
    return headers;
  }

  private static <V> Map<String, V> added(Map<String, V> map, String key, V value) {
    var copy = new LinkedHashMap<>(map);
    copy.put(key, value);
    return Collections.unmodifiableMap(copy);
  }
}

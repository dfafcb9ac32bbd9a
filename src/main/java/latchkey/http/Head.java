package latchkey.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The head of one request as it came: the bytes, where its parts are, and what they say about
/// the body.
///
/// Text is made from the bytes only when asked for; most fields of most requests never are.
final class Head {
  static final long NO_BODY = 0;
  static final long CHUNKED = -1;

  /// Per field: start and end of its name, start and end of its value.
  static final int MARKS_PER_FIELD = 4;

  private final byte[] bytes;
  private final int[] marks;
  private final int markCount;
  private final Method method;
  private final String path;
  private final @Nullable String query;
  private final boolean http10;
  private final boolean keepAlive;
  private final boolean expectsContinue;
  private final long contentLength;

  Head(
      byte[] bytes,
      int[] marks,
      int markCount,
      Method method,
      String path,
      @Nullable String query,
      boolean http10,
      boolean keepAlive,
      boolean expectsContinue,
      long contentLength) {
    this.bytes = bytes;
    this.marks = marks;
    this.markCount = markCount;
    this.method = method;
    this.path = path;
    this.query = query;
    this.http10 = http10;
    this.keepAlive = keepAlive;
    this.expectsContinue = expectsContinue;
    this.contentLength = contentLength;
  }

  /// What stands for a head that could not be read: its connection ends with the answer.
  static Head unreadable() {
    return new Head(
        new byte[0], new int[0], 0, Method.OTHER, "", null, false, false, false, NO_BODY);
  }

  Method method() {
    return method;
  }

  String path() {
    return path;
  }

  @Nullable String query() {
    return query;
  }

  boolean http10() {
    return http10;
  }

  boolean keepAlive() {
    return keepAlive;
  }

  boolean expectsContinue() {
    return expectsContinue;
  }

  /// The body's length, [#NO_BODY] or [#CHUNKED].
  long contentLength() {
    return contentLength;
  }

  /// The first value of a field, by its name in any case.
  Optional<String> first(String name) {
    int at = find(name, 0);
    return at < 0 ? Optional.empty() : Optional.of(value(at));
  }

  boolean has(String name) {
    return find(name, 0) >= 0;
  }

  /// Every value of a field, in the order of arrival, so that a duplicate can be seen.
  List<String> all(String name) {
    int at = find(name, 0);
    if (at < 0) {
      return List.of();
    }
    int second = find(name, at + MARKS_PER_FIELD);
    if (second < 0) {
      return List.of(value(at));
    }
    var values = new ArrayList<String>();
    for (; at >= 0; at = find(name, at + MARKS_PER_FIELD)) {
      values.add(value(at));
    }
    return List.copyOf(values);
  }

  private int find(String name, int from) {
    int length = name.length();
    for (int at = from; at < markCount; at += MARKS_PER_FIELD) {
      if (marks[at + 1] - marks[at] == length && same(name, marks[at])) {
        return at;
      }
    }
    return -1;
  }

  private boolean same(String name, int start) {
    for (int i = 0; i < name.length(); i++) {
      if (Ascii.lower(bytes[start + i]) != Ascii.lower(name.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private String value(int at) {
    int start = marks[at + 2];
    return new String(bytes, start, marks[at + 3] - start, StandardCharsets.ISO_8859_1);
  }
}

package latchkey.doors;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import latchkey.http.JsonRecords;
import latchkey.http.SetCookie;

/// What an operation of the manage API answers, to a client or to a page.
///
/// @param type of the body, which is JSON unless it is a file; without a body it says nothing
/// @param version of the thing answered, which becomes the ETag
/// @param next where a file that was cut goes on: the cursor to ask for the rest with
public record Answer(
    int status,
    String type,
    String body,
    OptionalLong version,
    Optional<String> location,
    Optional<String> fileName,
    Optional<String> next,
    List<SetCookie> cookies) {
  public static final String JSON = "application/json";

  public Answer {
    cookies = List.copyOf(cookies);
  }

  /// 200 with this record as JSON.
  public static Answer of(Object record) {
    return json(200, record);
  }

  /// 201 with this record as JSON, and where the new thing is.
  public static Answer created(Object record, String location) {
    Answer answer = json(201, record);
    return new Answer(
        answer.status,
        answer.type,
        answer.body,
        answer.version,
        Optional.of(location),
        answer.fileName,
        answer.next,
        answer.cookies);
  }

  /// 204: done, and there is nothing to say.
  public static Answer none() {
    return new Answer(
        204,
        JSON,
        "",
        OptionalLong.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  /// 302: the browser goes on there.
  public static Answer redirect(String location) {
    return new Answer(
        302,
        JSON,
        "",
        OptionalLong.empty(),
        Optional.of(location),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  /// A file of another type, such as `text/csv`, that browsers save under that name.
  public static Answer file(String type, String name, String content) {
    return new Answer(
        200,
        type,
        content,
        OptionalLong.empty(),
        Optional.empty(),
        Optional.of(name),
        Optional.empty(),
        List.of());
  }

  /// The same file, which goes on at that cursor.
  public Answer continuedAt(String cursor) {
    return new Answer(
        status, type, body, version, location, fileName, Optional.of(cursor), cookies);
  }

  public static Answer json(int status, Object record) {
    return new Answer(
        status,
        JSON,
        new String(JsonRecords.write(record), StandardCharsets.UTF_8),
        OptionalLong.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  public Answer version(long version) {
    return new Answer(
        status, type, body, OptionalLong.of(version), location, fileName, next, cookies);
  }

  /// The same with another body.
  public Answer body(String other) {
    return new Answer(status, type, other, version, location, fileName, next, cookies);
  }

  public Answer with(SetCookie cookie) {
    List<SetCookie> more = new ArrayList<>(cookies);
    more.add(cookie);
    return new Answer(status, type, body, version, location, fileName, next, more);
  }

  /// A body may show a secret once.
  @Override
  public String toString() {
    return "Answer[" + status + ", [redacted]]";
  }
}

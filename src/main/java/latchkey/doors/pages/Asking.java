package latchkey.doors.pages;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import latchkey.doors.Answer;
import latchkey.doors.Api.Question;
import latchkey.http.Exchange;
import latchkey.http.JsonRecords;
import latchkey.http.Method;
import latchkey.http.SentFiles;
import latchkey.people.Session;

/// A request to the API while it is put together.
public final class Asking {
  private static final int MOST = 1_000;
  private static final String AT_ONCE = "100";

  private final Exchange browser;
  private final Optional<Session> session;
  private final Function<Question, Answer> api;
  private final Method method;
  private final String operation;
  private final Map<String, String> path = new LinkedHashMap<>();
  private final Map<String, String> query = new LinkedHashMap<>();
  private String body = "";
  private SentFiles files = SentFiles.NONE;
  private OptionalLong version = OptionalLong.empty();
  private Optional<String> idempotencyKey = Optional.empty();

  Asking(
      Exchange browser,
      Optional<Session> session,
      Function<Question, Answer> api,
      Method method,
      String operation) {
    this.browser = browser;
    this.session = session;
    this.api = api;
    this.method = method;
    this.operation = operation;
  }

  /// What stands for `{name}` in the operation's path.
  public Asking path(String name, String value) {
    path.put(name, value);
    return this;
  }

  public Asking query(String name, String value) {
    query.put(name, value);
    return this;
  }

  /// A parameter that is left out if there is none.
  public Asking query(String name, Optional<String> value) {
    value.ifPresent(text -> query.put(name, text));
    return this;
  }

  /// A record, or a map, as the JSON body.
  public Asking json(Object value) {
    body = new String(JsonRecords.write(value), StandardCharsets.UTF_8);
    return this;
  }

  /// A body that is not JSON.
  public Asking text(String text) {
    body = text;
    return this;
  }

  /// The files of the browser's form, which are handed on as they come.
  public Asking files(SentFiles sent) {
    files = sent;
    return this;
  }

  /// The version that a change is meant for, as a form carries it; nothing means any.
  public Asking version(Optional<String> text) {
    version =
        text.filter(digits -> digits.matches("[0-9]{1,18}"))
            .map(digits -> OptionalLong.of(Long.parseLong(digits)))
            .orElseGet(OptionalLong::empty);
    return this;
  }

  /// What makes a form that is sent twice do its work once.
  public Asking once(Optional<String> key) {
    idempotencyKey = key;
    return this;
  }

  public Answer send() {
    return api.apply(
        new Question(
            browser,
            session,
            method,
            operation,
            path,
            query,
            body,
            files,
            version,
            idempotencyKey));
  }

  /// The answer's JSON as a record that names what of it is needed.
  public <T> T as(Class<T> type) {
    return read(send(), type);
  }

  /// All of a list, page by page, for somebody to choose from; what is longer than [#MOST] is to be
  /// searched.
  public <P, T> List<T> all(
      Class<P> page, Function<P, List<T>> items, Function<P, Optional<String>> next) {
    List<T> all = new ArrayList<>();
    Optional<String> cursor = Optional.empty();
    do {
      P part = query("limit", AT_ONCE).query("cursor", cursor).as(page);
      all.addAll(items.apply(part));
      cursor = next.apply(part);
    } while (cursor.isPresent() && all.size() < MOST);
    return all;
  }

  /// The JSON of an answer as a record that names what of it is needed.
  public static <T> T read(Answer answer, Class<T> type) {
    return JsonRecords.pick(answer.body().getBytes(StandardCharsets.UTF_8), type);
  }
}

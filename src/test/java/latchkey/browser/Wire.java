package latchkey.browser;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import latchkey.TestServer;
import latchkey.doors.manage.SessionCookie;

/// Pages without a browser: as an attacker's program asks for them, and sends forms.
///
/// @param session the cookie's value, if any
record Wire(TestServer server, Optional<String> session) {
  static final String FORM = "application/x-www-form-urlencoded";
  private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

  static Wire stranger(TestServer server) {
    return new Wire(server, Optional.empty());
  }

  static Wire session(TestServer server, String session) {
    return new Wire(server, Optional.of(session));
  }

  HttpResponse<String> get(String path) {
    return server.send(request(path).header("Accept", "text/html"));
  }

  /// Sends fields, name and value in turn, from nowhere that is known.
  HttpResponse<String> post(String path, String... fields) {
    return send(path, FORM, encoded(fields));
  }

  HttpResponse<String> send(String path, String type, String body, String... headers) {
    HttpRequest.Builder request =
        request(path).header("Content-Type", type).POST(BodyPublishers.ofString(body));
    return server.send(headers.length == 0 ? request : request.headers(headers));
  }

  /// As a browser sends the form that this server's page has.
  HttpResponse<String> postFromHere(String path, String... fields) {
    return send(path, FORM, encoded(fields), "Origin", server.url());
  }

  /// What pages carry against forged forms.
  String csrf() {
    Matcher token = TOKEN.matcher(get("/no-such-page").body());
    if (!token.find()) {
      throw new IllegalStateException("the page has no form with a token");
    }
    return token.group(1);
  }

  static String encoded(String... fields) {
    List<String> pairs = new ArrayList<>();
    for (int i = 0; i < fields.length; i += 2) {
      pairs.add(encode(fields[i]) + "=" + encode(fields[i + 1]));
    }
    return String.join("&", pairs);
  }

  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /// The value that an answer gives to a cookie.
  static Optional<String> cookie(HttpResponse<String> answer, String name) {
    return answer.headers().allValues("Set-Cookie").stream()
        .filter(line -> line.startsWith(name + "="))
        .map(line -> line.substring(name.length() + 1).split(";", 2)[0])
        .findFirst();
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.url() + path));
    session.ifPresent(value -> request.header("Cookie", SessionCookie.NAME + "=" + value));
    return request;
  }
}

package latchkey;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/// Requests to a door as nobody should send them, made from its OpenAPI file: each is mostly
/// right, so that it comes far, and somewhere wrong.
final class OpenShots {
  /// How a body's end is told, and whether that is a lie.
  enum Framing {
    LENGTH,
    CHUNKS,
    /// More is announced than comes.
    TOO_LONG,
    /// Less is announced than comes.
    TOO_SHORT,
    CUT_CHUNKS,
    BROKEN_CHUNKS,
    /// The client goes away in the middle.
    ABORTED;

    /// The request is one, and the next one may follow it.
    boolean honest() {
      return this == LENGTH || this == CHUNKS;
    }

    /// It never comes to its end, so nothing may be done.
    boolean endless() {
      return this == TOO_LONG || this == CUT_CHUNKS || this == BROKEN_CHUNKS || this == ABORTED;
    }
  }

  /// @param path as the file has it
  /// @param content the body's bytes, each as a character
  /// @param brokenHead that may be no HTTP at all, and so be answered by nobody in particular
  record Shot(
      String method,
      String path,
      String target,
      List<String> headers,
      String content,
      Framing framing,
      boolean brokenHead) {
    /// What goes over the wire.
    byte[] bytes() {
      byte[] body = content.getBytes(ISO_8859_1);
      StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
      headers.forEach(line -> head.append(line).append("\r\n"));
      head.append(
          switch (framing) {
            case LENGTH -> body.length == 0 ? "" : "Content-Length: " + body.length + "\r\n";
            case TOO_LONG, ABORTED -> "Content-Length: " + (body.length + 7) + "\r\n";
            case TOO_SHORT -> "Content-Length: " + body.length / 2 + "\r\n";
            case CHUNKS, CUT_CHUNKS, BROKEN_CHUNKS -> "Transfer-Encoding: chunked\r\n";
          });
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.writeBytes(head.append("\r\n").toString().getBytes(ISO_8859_1));
      switch (framing) {
        case LENGTH, TOO_LONG, TOO_SHORT, ABORTED -> out.writeBytes(body);
        case CHUNKS -> out.writeBytes(chunked(body, "0\r\n\r\n"));
        case CUT_CHUNKS -> out.writeBytes(chunked(body, "1f\r\n<"));
        case BROKEN_CHUNKS -> out.writeBytes(chunked(body, "-5;x\r\n\r\n"));
      }
      return out.toByteArray();
    }

    private static byte[] chunked(byte[] body, String end) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      int half = body.length / 2;
      for (int[] part : new int[][] {{0, half}, {half, body.length}}) {
        int length = part[1] - part[0];
        if (length > 0) {
          out.writeBytes((Integer.toHexString(length) + "\r\n").getBytes(US_ASCII));
          out.write(body, part[0], length);
          out.writeBytes("\r\n".getBytes(US_ASCII));
        }
      }
      out.writeBytes(end.getBytes(US_ASCII));
      return out.toByteArray();
    }

    @Override
    public String toString() {
      String text = new String(bytes(), ISO_8859_1);
      StringBuilder shown = new StringBuilder(framing + " ");
      text.substring(0, Math.min(text.length(), 3_000))
          .chars()
          .forEach(c -> shown.append(c == '\n' || (c > 31 && c < 127) ? (char) c : '?'));
      return shown.toString();
    }
  }

  private record Told(
      String method,
      String path,
      List<String> query,
      boolean json,
      JsonNode example,
      boolean parts) {
    /// Whose body is a contact, or answers of one.
    boolean ofContact() {
      return path.contains("/submit/")
          || path.endsWith("/contacts")
          || path.endsWith("{contactId}")
          || path.startsWith("/v1/open");
    }
  }

  static final String MARK = "fuzzmark";

  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "\0",
          "a\0b",
          "\uD800",
          "a\uDC00b",
          "\uDC00\uD800",
          "🙂",
          "\uD83D\uDC69\u200D\uD83D\uDC67",
          "\u202Egnp.exe",
          "\uFEFF",
          "\u200B",
          "\u0130",
          "\uFFFF",
          "\uFFFD",
          "\u0085",
          "\u2028",
          "\uDBFF\uDFFF",
          "\uD835\uDD73",
          "\r\n\r\nGET / HTTP/1.1",
          "\t",
          "\u05E9\u05DC\u05D5\u05DD",
          "'",
          "\"",
          "\\",
          "' OR '1'='1",
          "\"; DROP TABLE contact; --",
          "%",
          "_",
          "*",
          "a*",
          "NEAR(a b, 5)",
          "a AND OR NOT",
          "col:a",
          "^a + -b",
          "{{7*7}}",
          "${jndi:ldap://127.0.0.1/a}",
          "<script>alert(1)</script>",
          "=cmd|' /C calc'!A0",
          "../../" + MARK,
          "..\\..\\" + MARK,
          "/tmp/" + MARK,
          "C:\\" + MARK,
          "%2e%2e%2f",
          "%00",
          "null",
          "NaN",
          "-1",
          "0",
          "1e309",
          "9223372036854775807",
          "9223372036854775808",
          "-9223372036854775809",
          "2147483648",
          "0x10",
          "\uFF11\uFF12",
          "\u0663",
          "true",
          "TRUE",
          "2026-11-21",
          "2026-02-30",
          "0000-00-00",
          "9999-12-31",
          "+999999999-12-31",
          "-999999999-01-01",
          "2026-11-21T07:00:00Z",
          "2026-11-21T07:00:00+18:00",
          "+999999999-12-31T23:59:59.999999999Z",
          "-999999999-01-01T00:00:00+18:00",
          "a@b",
          "a@b.example",
          "A@B.EXAMPLE",
          "\"a b\"@example.com",
          "a@[127.0.0.1]",
          "ü@münchen.example",
          "+14155550123",
          "+1",
          "+99999999999999999999999",
          "0151 23456789",
          "tel:+14155550123;ext=5",
          "https://a.example/?q=1",
          "http://[::1",
          "http://[::1%25eth0]/",
          "javascript:alert(1)",
          "mailto:a@b.example",
          "schema",
          "mantisid",
          "chatbots",
          ".",
          "..",
          "files",
          "000000000000000000000000",
          "ffffffffffffffffffffffff",
          "Lead",
          "Customer",
          "createdAt",
          "-name",
          "red",
          "x".repeat(129),
          "x".repeat(10_001),
          "🙂".repeat(3_000),
          "a" + "\u0301".repeat(3_000),
          "(".repeat(500),
          "a@" + "b.".repeat(120) + "example");

  private static final List<String> NUMBERS =
      List.of(
          "0",
          "-0",
          "-1",
          "1",
          "0.1",
          "1e15",
          "1e16",
          "1e308",
          "1e309",
          "-1e309",
          "1e-400",
          "1e999999999",
          "1E+2147483648",
          "9007199254740993",
          "9223372036854775808",
          "123456789012345678901234567890",
          "1.000000000000000000000000000001",
          "1" + "0".repeat(999),
          "1" + "0".repeat(1_100),
          "01",
          "+1",
          ".5",
          "1.",
          "0x1F",
          "NaN",
          "-Infinity");

  private static final List<String> FIELDS =
      List.of(
          "externalReferenceId",
          "name",
          "email",
          "mobileNumber",
          "gender",
          "status",
          "stage",
          "owner",
          "secondaryOwner",
          "customFields",
          "id",
          "createdAt",
          "archivedAt",
          "source",
          "__proto__",
          "$ref",
          "");

  private static final List<String> PATH_HOLES =
      List.of(
          "..%2F..%2F" + MARK,
          "..%5C" + MARK,
          "%2e%2e",
          "%00",
          "a%00b",
          "%",
          "%f",
          "%zz",
          "%c0%ae%c0%ae",
          "%ff",
          "%ed%a0%80",
          "%F0%9F%99%82",
          "%E2%80%AE",
          "%252e%252e",
          "..;",
          ";a=b",
          "a+b",
          "a%20b",
          "%0d%0aX-Bad:1",
          "schema",
          "mantisid",
          "chatbots",
          "a/b",
          "a//b",
          ".",
          "..",
          "*",
          "'",
          "%27%20OR%201=1",
          "x".repeat(129),
          "x".repeat(5_000),
          "%F0%9F%99%82".repeat(129),
          "000000000000000000000000",
          "ffffffffffffffffffffffff",
          "FFFFFFFFFFFFFFFFFFFFFFFF",
          "7fffffffffffffffffffffff");

  private static final List<String> HEADERS =
      List.of(
          "If-Match: \"1\"",
          "If-Match: 1",
          "If-Match: W/\"1\"",
          "If-Match: *",
          "If-Match: \"99999999999999999999\"",
          "If-Match: \"1\", \"2\"",
          "If-None-Match: *",
          "If-None-Match: \"x\", , W/\"y\"",
          "Range: bytes=0-0",
          "Range: bytes=-1",
          "Range: bytes=5-2",
          "Range: bytes=0-99999999999999999999",
          "Range: bytes=99999999999999999999-",
          "Range: bytes=" + "0-0,".repeat(500) + "1-1",
          "Range: lines=1-2",
          "Range: bytes=--1",
          "If-Range: \"x\"",
          "If-Range: Sat, 29 Oct 1994 19:43:31 GMT",
          "Idempotency-Key: ",
          "Idempotency-Key: one",
          "Idempotency-Key: " + "k".repeat(300),
          "Idempotency-Key: \u00e9",
          "Content-Encoding: gzip",
          "Content-Type: text/plain",
          "Expect: 100-continue",
          "Expect: tea",
          "Accept: application/json;q=0",
          "Accept: image/png",
          "Accept: ,;=,",
          "X-Request-Id: " + "r".repeat(65),
          "X-Request-Id: <b>",
          "X-Forwarded-For: 1.2.3.4, ::1, nonsense",
          "User-Agent: " + "u".repeat(9_000),
          "Cookie: " + "c=d; ".repeat(300),
          "X-HTTP-Method-Override: DELETE",
          "Upgrade: h2c",
          "Origin: null",
          "Authorization: Bearer x",
          "X-API-Key: again");

  private static final List<String> BROKEN_LINES =
      List.of(
          "no colon",
          " folded",
          "A: b\0c",
          "A : b",
          "Content-Length: -1",
          "Content-Length: 5, 5",
          "Content-Length: 99999999999999999999",
          "Transfer-Encoding: gzip, chunked",
          "Host: two",
          "A: \rb",
          "B: " + "b".repeat(70_000));

  private static final List<String> TYPES =
      List.of(
          "",
          "Content-Type: text/plain",
          "Content-Type: application/json; charset=utf-16",
          "Content-Type: application/xml",
          "Content-Type: application/x-www-form-urlencoded",
          "Content-Type: application/json\r\nContent-Type: text/html",
          "Content-Type: multipart/form-data",
          "Content-Type: multipart/form-data; boundary=",
          "Content-Type: multipart/form-data; boundary=" + "b".repeat(71),
          "Content-Type: multipart/form-data; boundary=\"a\0b\"",
          "Content-Type: multipart/mixed; boundary=cut",
          "Content-Type: ;;;",
          "Content-Type: " + "t".repeat(4_000));

  private final List<Told> operations = new ArrayList<>();
  private final Map<String, String> right;
  private final List<String> credential;
  private final List<String> customFields;

  /// @param right what the paths' holes are filled with where they are right
  /// @param below where the paths begin that are shot at
  OpenShots(
      ApiFile file,
      String below,
      Map<String, String> right,
      List<String> credential,
      List<String> customFields) {
    this.right = right;
    this.credential = credential;
    this.customFields = customFields;
    for (var path : file.api().path("paths").properties()) {
      if (path.getKey().startsWith(below)) {
        for (var method : path.getValue().properties()) {
          operations.add(told(file, method.getKey(), path.getKey(), method.getValue()));
        }
      }
    }
  }

  private static Told told(ApiFile file, String method, String path, JsonNode operation) {
    List<String> query = new ArrayList<>();
    for (JsonNode one : operation.path("parameters")) {
      JsonNode parameter = file.resolved(one);
      if (parameter.path("in").asText().equals("query")) {
        query.add(parameter.path("name").asText());
      }
    }
    JsonNode content = operation.at("/requestBody/content");
    return new Told(
        method.toUpperCase(Locale.ROOT),
        path,
        query,
        content.has("application/json"),
        content.at("/application~1json/example"),
        content.has("multipart/form-data"));
  }

  /// Always the same one for the same number of a random source.
  Shot shot(Random random) {
    Told told = pick(random, operations);
    String method =
        one(random, 25)
            ? pick(random, List.of("HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE"))
            : told.method;
    boolean broken = one(random, 40);
    List<String> headers = new ArrayList<>(List.of("Host: localhost"));
    for (int i = 0; i < credential.size() && !one(random, 60); i += 2) {
      headers.add(credential.get(i) + ": " + credential.get(i + 1));
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    String type = "";
    if (told.json || one(random, 30)) {
      type = "Content-Type: application/json";
      body.writeBytes(mangled(random, body(random, told)));
    } else if (told.parts || one(random, 30)) {
      type = "Content-Type: multipart/form-data; boundary=cut";
      body.writeBytes(mangled(random, parts(random, told.path.endsWith("/imports"))));
    }
    headers.add(one(random, 15) ? pick(random, TYPES) : type);
    while (one(random, 3)) {
      headers.add(pick(random, HEADERS));
    }
    if (broken) {
      headers.add(pick(random, BROKEN_LINES));
    }
    headers.removeIf(String::isEmpty);
    String target = target(random, told);
    Framing framing = body.size() == 0 || !one(random, 6) ? Framing.LENGTH : pick(random, FRAMINGS);
    return new Shot(method, told.path, target, headers, body.toString(ISO_8859_1), framing, broken);
  }

  private static final List<Framing> FRAMINGS = List.of(Framing.values());

  private static boolean one(Random random, int in) {
    return random.nextInt(in) == 0;
  }

  private static <T> T pick(Random random, List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  // Where to

  private String target(Random random, Told told) {
    StringBuilder target = new StringBuilder();
    for (String part : told.path.substring(1).split("/", -1)) {
      target.append('/');
      if (!part.startsWith("{")) {
        target.append(part);
      } else if (one(random, part.equals("{agentId}") ? 30 : 6)) {
        target.append(pick(random, PATH_HOLES));
      } else {
        target.append(right.getOrDefault(part.substring(1, part.length() - 1), "absent"));
      }
    }
    if (one(random, 60)) {
      target.append(pick(random, List.of("/", "//", "/..", "/%2e", "#a", "/\u00e9", ";x")));
    }
    char before = '?';
    while (one(random, told.query.isEmpty() ? 12 : 2)) {
      String name = one(random, 10) ? pick(random, TEXTS) : "";
      if (name.isEmpty() && !told.query.isEmpty()) {
        name = pick(random, told.query);
      }
      target.append(before).append(percent(random, name)).append('=');
      target.append(percent(random, pick(random, TEXTS)));
      before = '&';
    }
    return target.toString();
  }

  private static String percent(Random random, String text) {
    if (one(random, 40)) {
      return pick(random, PATH_HOLES);
    }
    StringBuilder encoded = new StringBuilder();
    for (byte b : text.substring(0, Math.min(text.length(), 4_000)).getBytes(UTF_8)) {
      encoded.append('%').append(String.format(Locale.ROOT, "%02X", b));
    }
    return encoded.toString();
  }

  // JSON

  private byte[] body(Random random, Told told) {
    if (told.path.contains("/submit/")) {
      return answers(random);
    }
    return told.ofContact() || told.example.isMissingNode() || one(random, 20)
        ? json(random)
        : like(random, told.example).getBytes(UTF_8);
  }

  /// An example with some of it left out, or more of it, or other things in its place.
  private static String like(Random random, JsonNode example) {
    if (one(random, 12)) {
      return wild(random, 0);
    }
    List<String> parts = new ArrayList<>();
    if (example.isObject()) {
      for (var field : example.properties()) {
        if (!one(random, 12)) {
          String name = one(random, 30) ? pick(random, TEXTS) : field.getKey();
          parts.add(string(name) + ":" + like(random, field.getValue()));
        }
      }
      if (one(random, 12)) {
        parts.add(string(pick(random, FIELDS)) + ":" + wild(random, 0));
      }
      return "{" + String.join(",", parts) + "}";
    }
    if (example.isArray()) {
      example.forEach(one -> parts.add(like(random, one)));
      for (int i = one(random, 12) && !parts.isEmpty() ? random.nextInt(300) : 0; i > 0; i--) {
        parts.add(parts.getFirst());
      }
      return "[" + String.join(",", parts) + "]";
    }
    return example.toString();
  }

  private byte[] json(Random random) {
    StringBuilder json = new StringBuilder("{");
    int mine = random.nextInt(1_000_000);
    List<String> entries = new ArrayList<>();
    if (!one(random, 10)) {
      entries.add("\"email\":\"fuzz%d@example.com\"".formatted(mine % 50));
    }
    if (one(random, 2)) {
      entries.add("\"externalReferenceId\":\"fuzz-%d\"".formatted(mine % 200));
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      String name = one(random, 20) ? pick(random, TEXTS) : pick(random, FIELDS);
      String value =
          name.equals("customFields") && !one(random, 5) ? custom(random) : wild(random, 0);
      entries.add(string(name) + ":" + value);
    }
    return json.append(String.join(",", entries)).append('}').toString().getBytes(UTF_8);
  }

  /// What a form is answered with.
  private byte[] answers(Random random) {
    String own = custom(random);
    String email = "\"email\":\"fuzz%d@example.com\"".formatted(random.nextInt(50));
    return own.replaceFirst("\\{", "{" + email + (own.equals("{}") ? "" : ",")).getBytes(UTF_8);
  }

  private String custom(Random random) {
    List<String> entries = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      entries.add(string(pick(random, customFields)) + ":" + wild(random, 1));
    }
    return "{" + String.join(",", entries) + "}";
  }

  private static String wild(Random random, int depth) {
    return switch (random.nextInt(12)) {
      case 0 -> pick(random, NUMBERS);
      case 1 -> pick(random, List.of("true", "false", "null"));
      case 2 -> "[" + (depth > 3 ? "" : wild(random, depth + 1)) + "]";
      case 3 -> "[\"red\",\"red\"]";
      case 4 -> "{\"a\":" + (depth > 3 ? "1" : wild(random, depth + 1)) + "}";
      case 5 -> one(random, 4) ? nested(pick(random, List.of(10, 40, 5_000))) : "[\"red\"]";
      default -> string(pick(random, TEXTS));
    };
  }

  private static String nested(int depth) {
    return "[".repeat(depth) + "]".repeat(depth);
  }

  /// Half characters can only be escaped.
  private static String string(String text) {
    StringBuilder json = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 32 || c == '"' || c == '\\' || Character.isSurrogate(c)) {
        json.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        json.append(c);
      }
    }
    return json.append('"').toString();
  }

  // Files

  /// @param sheet whether it is to be one CSV file
  private static byte[] parts(Random random, boolean sheet) {
    StringBuilder body = new StringBuilder(one(random, 8) ? "preamble\r\n" : "");
    int count = one(random, 40) ? 3_000 : sheet && !one(random, 6) ? 1 : random.nextInt(4);
    for (int i = 0; i < count; i++) {
      body.append("--cut\r\n");
      String name = count > 4 ? "a.txt" : pick(random, TEXTS);
      body.append(
          switch (random.nextInt(12)) {
            case 0 -> "Content-Disposition: form-data; name=\"field\"";
            case 1 -> "Content-Disposition: attachment; filename=\"" + name + "\"";
            case 2 -> "Content-Disposition: form-data; name=\"f\"; filename*=UTF-8''%2e%2e%2fx";
            case 3 -> count > 4 ? "X: y" : "X-Long: " + "x".repeat(random.nextInt(9_000));
            default ->
                "Content-Disposition: form-data; name=\"file\"; filename=\""
                    + (one(random, 2) ? name : "a.txt")
                    + "\"";
          });
      body.append(
          switch (random.nextInt(12)) {
            case 0 -> "\r\nContent-Type: multipart/mixed; boundary=inner";
            case 1 -> "\r\nContent-Transfer-Encoding: base64";
            case 2 -> "\r\nContent-Disposition: form-data; name=\"twice\"";
            case 3 -> "\n";
            default -> "\r\nContent-Type: text/plain";
          });
      body.append("\r\n\r\n");
      body.append(
          count > 4
              ? "x"
              : sheet && !one(random, 8)
                  ? sheet(random)
                  : switch (random.nextInt(12)) {
                    case 0 -> "MZ\0\0";
                    case 1 -> "\u007fELF";
                    case 2 -> "PK\u0003\u0004" + "../../" + MARK;
                    case 3 -> "";
                    case 4 -> "\r\n--cut".repeat(3);
                    case 5 -> "\r\n--cu";
                    case 6 -> "z".repeat(random.nextInt(400_000));
                    default -> "content " + random.nextInt(100);
                  });
      body.append("\r\n");
    }
    body.append(pick(random, List.of("--cut--\r\n", "--cut--\r\n", "--cut--", "--cut", "", "--c")));
    return body.toString().getBytes(UTF_8);
  }

  /// A CSV file that lies about its quotes, its separators or its encoding, or goes on and on.
  private static String sheet(Random random) {
    String between = pick(random, List.of(",", ",", ";", "\t", "|"));
    StringBuilder sheet = new StringBuilder(one(random, 10) ? "\uFEFF" : "");
    sheet.append(String.join(between, List.of("id", "name", "email", "note"))).append('\n');
    for (int i = random.nextInt(30); i > 0; i--) {
      List<String> cells =
          new ArrayList<>(
              List.of("id" + random.nextInt(99), "Ann", "s" + random.nextInt(99) + "@example.com"));
      cells.add(cell(random));
      if (one(random, 12)) {
        cells.add(random.nextInt(4), cell(random));
      }
      sheet.append(String.join(between, cells)).append(one(random, 9) ? "\r" : "\r\n");
    }
    return switch (random.nextInt(20)) {
      case 0 -> "";
      case 1 -> "\n".repeat(50_000);
      case 2 -> ",".repeat(100_000);
      case 3 -> "\"".repeat(100_001);
      case 4 -> "a\n" + "\"x,\n".repeat(30_000);
      case 5 -> "a\n" + "1\n".repeat(60_000);
      case 6 -> "email,email,email\na@example.com,b@example.com,c@example.com\n";
      case 7 -> "t".repeat(201) + "\n1\n";
      case 8 -> "email\n" + "x".repeat(10_001);
      case 9 -> "PK\u0003\u0004" + sheet;
      case 10 -> sheet.toString().replaceAll("", "\0");
      case 11 -> sheet + "\0";
      case 12 -> sheet + "\"never closed";
      case 13 -> "\uFFFE" + sheet;
      default -> sheet.toString();
    };
  }

  private static String cell(Random random) {
    String text = pick(random, TEXTS).replace("--cut", "");
    return switch (random.nextInt(4)) {
      case 0 -> "\"" + text.replace("\"", "\"\"") + "\"";
      case 1 -> "\"" + text + "\" ";
      case 2 -> text;
      default -> "plain";
    };
  }

  // Anything

  private static byte[] mangled(Random random, byte[] body) {
    if (!one(random, 6) || body.length == 0) {
      return body;
    }
    int at = random.nextInt(body.length);
    String text = new String(body, UTF_8);
    return switch (random.nextInt(11)) {
      case 0 -> new byte[0];
      case 1 -> Arrays.copyOf(body, at);
      case 2 -> with(body, at, new byte[] {(byte) 0xff});
      case 3 -> with(body, at, new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80});
      case 4 -> with(body, at, new byte[] {(byte) 0xc0, (byte) 0x80});
      case 5 -> with(body, 0, new byte[] {(byte) 0xef, (byte) 0xbb, (byte) 0xbf});
      case 6 -> text.getBytes(UTF_16);
      case 7 -> with(body, body.length, "{}".getBytes(US_ASCII));
      case 8 -> nested(pick(random, List.of(3, 30_000))).getBytes(US_ASCII);
      case 9 ->
          pick(random, List.of("null", "[]", "\"a\"", "1", "//c\n{}", "{a:1}", "{\"a\":1,}"))
              .getBytes(US_ASCII);
      default -> with(body, 0, " ".repeat(200_000).getBytes(US_ASCII));
    };
  }

  private static byte[] with(byte[] body, int at, byte[] more) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(body, 0, at);
    out.writeBytes(more);
    out.write(body, at, body.length - at);
    return out.toByteArray();
  }
}

package latchkey.http;

import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Turns heads of HTTP/2 into those of HTTP/1.1 and back, so that one strict parser judges both
/// and endpoints see no difference.
///
/// What could end a line or a word of HTTP/1.1 is refused before it is written there.
final class H2Heads {
  private static final boolean[] NAME = new boolean[128];

  static {
    for (char c = 0; c < 128; c++) {
      boolean alphanumeric = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
      NAME[c] = alphanumeric || (c != 0 && "!#$%&'*+-.^_`|~".indexOf(c) >= 0);
    }
  }

  private final byte[] out;
  private int count;

  private H2Heads(byte[] out) {
    this.out = out;
  }

  /// Reads a request's head; throws a [Problem] where it is malformed.
  static Head read(Loop loop, Http2Headers headers) {
    var heads = new H2Heads(loop.headScratch);
    heads.write(headers);
    HeadParser.Parsed parsed = loop.parser.parse(heads.out, heads.count);
    if (parsed == null || parsed.length() != heads.count) {
      throw Problem.badRequest("The request's head is malformed.");
    }
    return parsed.head();
  }

  private void write(Http2Headers headers) {
    if (!"https".contentEquals(required(":scheme", headers.scheme()))) {
      throw Problem.badRequest("The pseudo-header :scheme must be https.");
    }
    word(":method", required(":method", headers.method()));
    raw(" ");
    word(":path", required(":path", headers.path()));
    raw(" HTTP/1.1\r\n");
    CharSequence authority = headers.authority();
    if (authority != null) {
      raw("host: ");
      word(":authority", authority);
      raw("\r\n");
    }
    for (Map.Entry<CharSequence, CharSequence> field : headers) {
      CharSequence name = field.getKey();
      if (authority != null && AsciiString.contentEquals(name, "host")) {
        requireSame(authority, field.getValue());
      } else if (name.isEmpty() || name.charAt(0) != ':') {
        field(name, field.getValue());
      }
    }
    raw("\r\n");
  }

  private static CharSequence required(String name, @Nullable CharSequence value) {
    if (value == null || value.isEmpty()) {
      throw Problem.badRequest("A request must have the pseudo-header " + name + ".");
    }
    return value;
  }

  private static void requireSame(CharSequence authority, CharSequence host) {
    if (!AsciiString.contentEqualsIgnoreCase(authority, host)) {
      throw Problem.badRequest("Host and :authority must be the same.");
    }
  }

  private void word(String what, CharSequence text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c > 126) {
        throw Problem.badRequest(
            "The pseudo-header " + what + " holds a space or control character.");
      }
    }
    raw(text);
  }

  private void field(CharSequence name, CharSequence value) {
    boolean good = !name.isEmpty();
    for (int i = 0; good && i < name.length(); i++) {
      good = name.charAt(i) < 128 && NAME[name.charAt(i)];
    }
    if (!good) {
      throw Problem.badRequest("A header's name must be of lower-case letters and digits.");
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '\r' || c == '\n' || c == 0) {
        throw Problem.badRequest("A header value holds a control character.");
      }
    }
    raw(name);
    raw(": ");
    raw(value);
    raw("\r\n");
  }

  private void raw(CharSequence text) {
    if (count + text.length() > out.length) {
      throw Problem.of(
          431, "headers_too_large", "All headers may have at most " + out.length + " bytes.");
    }
    for (int i = 0; i < text.length(); i++) {
      out[count++] = (byte) text.charAt(i);
    }
  }

  /// The head of an answer, from the field lines that the writer holds.
  static Http2Headers answer(int status, HeadWriter fields) {
    Http2Headers headers = new DefaultHttp2Headers(/* validate= */ false);
    headers.status(String.valueOf(status));
    byte[] bytes = fields.array();
    for (int line = 0; line < fields.count(); ) {
      int colon = indexOf((byte) ':', bytes, line);
      int end = indexOf((byte) '\r', bytes, colon);
      headers.add(
          new AsciiString(bytes, line, colon - line, /* copy= */ true).toLowerCase(),
          new AsciiString(bytes, colon + 2, end - colon - 2, /* copy= */ true));
      line = end + 2;
    }
    return headers;
  }

  private static int indexOf(byte wanted, byte[] bytes, int from) {
    int at = from;
    while (bytes[at] != wanted) {
      at++;
    }
    return at;
  }
}

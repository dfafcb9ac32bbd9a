package latchkey.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Reads request heads strictly by RFC 9112, so that no two programs on the way can disagree
/// where a request ends.
///
/// Whatever the RFC lets a server repair (bare line feeds, folded lines, a target with a host,
/// repeated lengths) is refused here. One parser serves one event loop; it keeps only scratch
/// space between calls.
final class HeadParser {
  /// Returned bytes of a head and how many bytes of the input it took.
  record Parsed(Head head, int length) {}

  private static final int LONGEST_LENGTH = 15;
  private static final boolean[] TOKEN = new boolean[256];
  private static final boolean[] TARGET = new boolean[256];
  private static final boolean[] VALUE = new boolean[256];
  private static final boolean[] HOST = new boolean[256];

  static {
    for (int b = 0; b < 256; b++) {
      boolean alphanumeric = b < 128 && Character.isLetterOrDigit(b);
      TOKEN[b] = alphanumeric || (b != 0 && "!#$%&'*+-.^_`|~".indexOf(b) >= 0);
      TARGET[b] = b > ' ' && b < 127 && b != '#';
      VALUE[b] = (b >= ' ' && b != 127) || b == '\t';
      HOST[b] = alphanumeric || (b != 0 && "-._~%!$&'()*+,;=:[]".indexOf(b) >= 0);
    }
  }

  private final int maxFields;
  private final int[] marks;

  private byte[] in = new byte[0];
  private int end;
  private int at;
  private int markCount;
  private int hosts;
  private int lengths;
  private int encodings;
  private boolean chunked;
  private boolean close;
  private boolean keepAlive;
  private boolean expectsContinue;
  private long contentLength;

  HeadParser(int maxFields) {
    this.maxFields = maxFields;
    this.marks = new int[maxFields * Head.MARKS_PER_FIELD];
  }

  /// Reads the head at the start of `bytes`, or returns null while its end has not come.
  ///
  /// Throws a [Problem] as soon as what has come can be no head that we accept.
  @Nullable Parsed parse(byte[] bytes, int length) {
    reset(bytes, length);
    if (length >= 2 && bytes[0] == '\r' && bytes[1] == '\n') {
      at = 2; // the empty line that RFC 9112 2.2 asks servers to pass over
    }
    int line = at;
    int methodEnd = span(TOKEN, at);
    if (methodEnd == end) {
      return null;
    }
    if (methodEnd == line || in[methodEnd] != ' ') {
      throw Problem.badRequest(
          "The request line must be: method, one space, target, one space, HTTP/1.1.");
    }
    int target = methodEnd + 1;
    int targetEnd = span(TARGET, target);
    if (targetEnd == end) {
      return null;
    }
    if (targetEnd == target || in[targetEnd] != ' ') {
      throw Problem.badRequest(
          "The request target holds a character that must be percent-encoded.");
    }
    int versionEnd = targetEnd + 1 + "HTTP/1.1".length();
    if (versionEnd + 2 > end) {
      return null;
    }
    boolean http10 = version(targetEnd + 1);
    if (in[versionEnd] != '\r' || in[versionEnd + 1] != '\n') {
      throw Problem.badRequest("The request line must end with CR LF after the version.");
    }
    at = versionEnd + 2;
    if (!fields()) {
      return null;
    }
    Method method = Method.read(in, line, methodEnd);
    return new Parsed(judged(method, target, targetEnd, http10), at);
  }

  private void reset(byte[] bytes, int length) {
    in = bytes;
    end = length;
    at = 0;
    markCount = 0;
    hosts = 0;
    lengths = 0;
    encodings = 0;
    chunked = false;
    close = false;
    keepAlive = false;
    expectsContinue = false;
    contentLength = Head.NO_BODY;
  }

  private int span(boolean[] allowed, int from) {
    int i = from;
    while (i < end && allowed[in[i] & 0xff]) {
      i++;
    }
    return i;
  }

  private boolean version(int from) {
    if (Ascii.same("HTTP/1.1", in, from)) {
      return false;
    }
    if (Ascii.same("HTTP/1.0", in, from)) {
      return true;
    }
    throw Problem.badRequest("The version must be HTTP/1.1 or HTTP/1.0.");
  }

  /// Reads field lines up to the empty one; false while that has not come.
  private boolean fields() {
    while (true) {
      if (at + 2 > end) {
        return false;
      }
      if (in[at] == '\r' && in[at + 1] == '\n') {
        at += 2;
        return true;
      }
      if (!field()) {
        return false;
      }
    }
  }

  private boolean field() {
    int name = at;
    int nameEnd = span(TOKEN, name);
    if (nameEnd == end) {
      return false;
    }
    if (nameEnd == name || in[nameEnd] != ':') {
      throw Problem.badRequest(
          "A header line must be: name, colon, value; no space before the colon, no folded lines.");
    }
    int value = nameEnd + 1;
    int lineEnd = span(VALUE, value);
    if (lineEnd + 2 > end) {
      return false;
    }
    if (in[lineEnd] != '\r' || in[lineEnd + 1] != '\n') {
      throw Problem.badRequest(
          "A header value holds a control character, or its line does not end with CR LF.");
    }
    int valueEnd = lineEnd;
    while (value < valueEnd && blank(in[value])) {
      value++;
    }
    while (valueEnd > value && blank(in[valueEnd - 1])) {
      valueEnd--;
    }
    mark(name, nameEnd, value, valueEnd);
    note(name, nameEnd - name, value, valueEnd);
    at = lineEnd + 2;
    return true;
  }

  private void mark(int name, int nameEnd, int value, int valueEnd) {
    if (markCount == marks.length) {
      throw Problem.of(
          431, "too_many_headers", "A request may have at most " + maxFields + " header lines.");
    }
    marks[markCount] = name;
    marks[markCount + 1] = nameEnd;
    marks[markCount + 2] = value;
    marks[markCount + 3] = valueEnd;
    markCount += Head.MARKS_PER_FIELD;
  }

  /// Notes the fields that say how the connection and the body are to be read.
  private void note(int name, int length, int value, int valueEnd) {
    switch (length) {
      case 4 -> {
        if (Ascii.sameIgnoringCase("host", in, name)) {
          hosts++;
          if (span(HOST, value) < valueEnd) {
            throw Problem.badRequest("The Host header is not a host name with an optional port.");
          }
        }
      }
      case 6 -> {
        if (Ascii.sameIgnoringCase("expect", in, name)) {
          if (!Ascii.is("100-continue", in, value, valueEnd)) {
            throw Problem.of(
                417, "expectation_failed", "The only expectation known here is 100-continue.");
          }
          expectsContinue = true;
        }
      }
      case 10 -> {
        if (Ascii.sameIgnoringCase("connection", in, name)) {
          close |= Ascii.listHas("close", in, value, valueEnd);
          keepAlive |= Ascii.listHas("keep-alive", in, value, valueEnd);
        }
      }
      case 14 -> {
        if (Ascii.sameIgnoringCase("content-length", in, name)) {
          lengths++;
          contentLength = contentLength(value, valueEnd);
        }
      }
      case 17 -> {
        if (Ascii.sameIgnoringCase("transfer-encoding", in, name)) {
          encodings++;
          chunked = Ascii.is("chunked", in, value, valueEnd);
        }
      }
      default -> {}
    }
  }

  private long contentLength(int from, int to) {
    if (from == to || to - from > LONGEST_LENGTH) {
      throw Problem.badRequest(
          "Content-Length must be a number of at most " + LONGEST_LENGTH + " digits.");
    }
    long length = 0;
    for (int i = from; i < to; i++) {
      int digit = in[i] - '0';
      if (digit < 0 || digit > 9) {
        throw Problem.badRequest("Content-Length must be one number made of digits only.");
      }
      length = length * 10 + digit;
    }
    return length;
  }

  /// Judges the head as a whole: is there one host, one way to find the body's end, and a target
  /// of ours?
  private Head judged(Method method, int target, int targetEnd, boolean http10) {
    if (hosts > 1 || (hosts == 0 && !http10)) {
      throw Problem.badRequest("A request must have exactly one Host header.");
    }
    if (lengths > 1) {
      throw Problem.badRequest("A request may have only one Content-Length header.");
    }
    if (encodings > 0) {
      if (lengths > 0) {
        throw Problem.badRequest(
            "A request may have Content-Length or Transfer-Encoding, not both.");
      }
      if (http10 || encodings > 1 || !chunked) {
        throw Problem.badRequest(
            "The only Transfer-Encoding known here is chunked, once, with HTTP/1.1.");
      }
      contentLength = Head.CHUNKED;
    }
    boolean serverWide = method == Method.OPTIONS && targetEnd == target + 1 && in[target] == '*';
    if (in[target] != '/' && !serverWide) {
      throw Problem.badRequest("The request target must be a path that begins with a slash.");
    }
    int question = target;
    while (question < targetEnd && in[question] != '?') {
      question++;
    }
    String query = question == targetEnd ? null : text(question + 1, targetEnd);
    return new Head(
        Arrays.copyOf(in, at),
        Arrays.copyOf(marks, markCount),
        markCount,
        method,
        text(target, question),
        query,
        http10,
        !close && (!http10 || keepAlive),
        expectsContinue && !http10,
        contentLength);
  }

  private String text(int from, int to) {
    return new String(in, from, to - from, StandardCharsets.ISO_8859_1);
  }

  private static boolean blank(byte b) {
    return b == ' ' || b == '\t';
  }
}

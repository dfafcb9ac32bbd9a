package latchkey.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The methods that routes may have; any other word of a request line is `OTHER`, which no route
/// has.
public enum Method {
  GET,
  HEAD,
  POST,
  PUT,
  PATCH,
  DELETE,
  OPTIONS,
  OTHER;

  private static final Method[] KNOWN = {GET, POST, HEAD, PUT, PATCH, DELETE, OPTIONS};

  private final byte[] word = name().getBytes(StandardCharsets.US_ASCII);

  static Method read(byte[] bytes, int from, int to) {
    for (Method method : KNOWN) {
      if (Arrays.equals(bytes, from, to, method.word, 0, method.word.length)) {
        return method;
      }
    }
    return OTHER;
  }
}

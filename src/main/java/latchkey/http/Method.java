package latchkey.http;

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

  static Method read(byte[] bytes, int from, int to) {
    for (Method method : KNOWN) {
      String word = method.name();
      if (to - from == word.length() && Ascii.same(word, bytes, from)) {
        return method;
      }
    }
    return OTHER;
  }
}

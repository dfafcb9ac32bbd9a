package latchkey.http;

/// How the errors of one door look, where they are no problems of RFC 9457.
public interface ErrorForm {
  HeaderLine type();

  /// The body that tells of a caller's mistake.
  byte[] body(String requestId, Problem problem);

  /// The body for an error of ours, of which nothing is told.
  byte[] failure(String requestId);
}

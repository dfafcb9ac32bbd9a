package latchkey.http;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which part of a content a GET wants (RFC 9110, section 14): all of it, one range, or one that
/// is not there.
///
/// What is not a single range of bytes is ignored, as the RFC allows; so nobody can ask for many
/// overlapping ones.
public sealed interface Ranges {
  HeaderLine ACCEPTED = HeaderLine.of("Accept-Ranges", "bytes");
  HeaderName CONTENT_RANGE = HeaderName.of("Content-Range");

  /// All of it: 200.
  record Whole(long length) implements Ranges {}

  /// From one byte to another, both counted: 206.
  record Part(long first, long last, long length) implements Ranges {
    public Part {
      if (first < 0 || last < first || last >= length) {
        throw new IllegalArgumentException("no part: " + first + "-" + last + "/" + length);
      }
    }

    public long count() {
      return last - first + 1;
    }
  }

  /// Nothing of it is there: 416.
  record Unsatisfiable(long length) implements Ranges {}

  /// What the request wants of a content of that length and version.
  ///
  /// @param etag with its quotation marks, strong
  static Ranges of(Exchange exchange, long length, String etag) {
    if (exchange.method() != Method.GET && exchange.method() != Method.HEAD) {
      return new Whole(length);
    }
    return of(exchange.headers("Range"), exchange.header("If-Range"), length, etag);
  }

  /// The same, of the values of `Range` and `If-Range`.
  static Ranges of(List<String> range, Optional<String> ifRange, long length, String etag) {
    boolean same = ifRange.map(String::strip).map(etag::equals).orElse(true);
    if (range.size() != 1 || !same) {
      return new Whole(length);
    }
    Matcher one = Single.FORM.matcher(range.getFirst());
    return one.matches() ? single(one.group(1), one.group(2), length) : new Whole(length);
  }

  private static Ranges single(String from, String to, long length) {
    if (from.isEmpty() && to.isEmpty()) {
      return new Whole(length);
    }
    if (from.isEmpty()) {
      long suffix = Math.min(Single.number(to), length);
      return suffix == 0
          ? new Unsatisfiable(length)
          : new Part(length - suffix, length - 1, length);
    }
    long first = Single.number(from);
    long last = to.isEmpty() ? Long.MAX_VALUE : Single.number(to);
    if (last < first) {
      return new Whole(length);
    }
    return first >= length
        ? new Unsatisfiable(length)
        : new Part(first, Math.min(last, length - 1), length);
  }

  /// Answers with what is wanted, of a type and with the headers that were added so far.
  default void answer(Exchange exchange, HeaderLine type, Content content) {
    exchange.add(ACCEPTED);
    switch (this) {
      case Whole(long length) ->
          exchange.answerStream(200, type, length, out -> content.to(out, 0, length));
      case Part part ->
          exchange
              .add(CONTENT_RANGE, "bytes " + part.first() + "-" + part.last() + "/" + part.length())
              .answerStream(
                  206, type, part.count(), out -> content.to(out, part.first(), part.count()));
      case Unsatisfiable(long length) ->
          throw Problem.of(
                  416, "range_not_satisfiable", "The content has " + length + " bytes in all.")
              .withHeader("Content-Range", "bytes */" + length);
    }
  }

  /// Writes a part of a content.
  @FunctionalInterface
  interface Content {
    void to(OutputStream out, long from, long count) throws IOException;
  }

  /// The one form that is understood.
  final class Single {
    private static final Pattern FORM =
        Pattern.compile(
            "bytes\\s*=\\s*(\\d{0,30})\\s*-\\s*(\\d{0,30})\\s*", Pattern.CASE_INSENSITIVE);

    private Single() {}

    /// A number, or the largest there is.
    private static long number(String digits) {
      String significant = digits.replaceFirst("^0+(?=\\d)", "");
      return significant.length() > 18 ? Long.MAX_VALUE : Long.parseLong(significant);
    }
  }
}

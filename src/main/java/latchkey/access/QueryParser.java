package latchkey.access;

import static latchkey.access.Quoted.quoted;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Reads the text of a [Query] by recursive descent: `or = and {OR and}`, `and = part {AND
/// part}`, `part = permission | ( or )`.
final class QueryParser {
  private static final String A_PERMISSION = "a permission";

  private final String text;
  private int at;
  private int leaves;

  QueryParser(String text) {
    this.text = text;
  }

  QueryNode parse() {
    if (text.length() > Query.MAX_LENGTH) {
      throw new InvalidQueryException(
          Query.MAX_LENGTH + 1,
          "at most " + Query.MAX_LENGTH + " characters",
          Integer.toString(text.length()));
    }
    QueryNode query = or(0);
    if (at < text.length()) {
      throw expected("AND, OR or the end");
    }
    return query;
  }

  private QueryNode or(int depth) {
    var parts = new ArrayList<QueryNode>();
    do {
      QueryNode part = and(depth);
      parts.addAll(part instanceof QueryNode.Or or ? or.any() : List.of(part));
    } while (takeKeyword("OR"));
    return parts.size() == 1 ? parts.getFirst() : new QueryNode.Or(parts);
  }

  private QueryNode and(int depth) {
    var parts = new ArrayList<QueryNode>();
    do {
      QueryNode part = part(depth);
      parts.addAll(part instanceof QueryNode.And and ? and.all() : List.of(part));
    } while (takeKeyword("AND"));
    return parts.size() == 1 ? parts.getFirst() : new QueryNode.And(parts);
  }

  private QueryNode part(int depth) {
    skipBlanks();
    if (at < text.length() && text.charAt(at) == '(') {
      return parenthesized(depth + 1);
    }
    String word = nextWord();
    if (word.isEmpty() || isKeyword(word)) {
      throw expected(A_PERMISSION);
    }
    if (++leaves > Query.MAX_LEAVES) {
      throw expected("at most " + Query.MAX_LEAVES + " permissions");
    }
    QueryNode leaf = leaf(word, at + 1);
    at += word.length();
    skipBlanks();
    return leaf;
  }

  private QueryNode parenthesized(int depth) {
    if (depth > Query.MAX_DEPTH) {
      throw expected("at most " + Query.MAX_DEPTH + " parentheses inside each other");
    }
    at++;
    QueryNode inner = or(depth);
    if (at == text.length() || text.charAt(at) != ')') {
      throw expected("AND, OR or ')'");
    }
    at++;
    skipBlanks();
    return inner;
  }

  static QueryNode leaf(String word, int position) {
    PermissionName name =
        PermissionName.parse(word)
            .orElseThrow(
                () -> new InvalidQueryException(position, A_PERMISSION, quoted(word) + hint(word)));
    String canonical = name.toString();
    long[] bits = Catalog.BUILT_IN.bits(canonical);
    // What `*.read` stands for depends on the catalog; nobody can add to a built-in resource.
    return bits != null && !name.resource().equals(PermissionName.ANY)
        ? new QueryNode.BuiltIn(canonical, bits[0])
        : new QueryNode.Named(canonical);
  }

  private boolean takeKeyword(String keyword) {
    String word = nextWord();
    if (!word.equalsIgnoreCase(keyword)) {
      return false;
    }
    at += word.length();
    return true;
  }

  private static boolean isKeyword(String word) {
    return word.equalsIgnoreCase("AND") || word.equalsIgnoreCase("OR");
  }

  private String nextWord() {
    int end = at;
    while (end < text.length() && isOfWord(text.charAt(end))) {
      end++;
    }
    return text.substring(at, end);
  }

  private void skipBlanks() {
    while (at < text.length() && isBlank(text.charAt(at))) {
      at++;
    }
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
  }

  private static boolean isOfWord(char c) {
    return (c < 128 && Character.isLetterOrDigit(c)) || ".:*_-".indexOf(c) >= 0;
  }

  private InvalidQueryException expected(String expected) {
    if (at == text.length()) {
      return new InvalidQueryException(at + 1, expected, "the end");
    }
    String found = found();
    return new InvalidQueryException(at + 1, expected, quoted(found) + hint(found));
  }

  /// A word, a parenthesis, or a run of anything else.
  private String found() {
    String word = nextWord();
    if (!word.isEmpty()) {
      return word;
    }
    int end = at + 1;
    while (text.charAt(at) != '('
        && text.charAt(at) != ')'
        && end < text.length()
        && text.charAt(end) == text.charAt(at)) {
      end++;
    }
    return text.substring(at, end);
  }

  private static String hint(String found) {
    return switch (found.toUpperCase(Locale.ROOT)) {
      case "&", "&&", "," -> " (write AND)";
      case "|", "||" -> " (write OR)";
      case "AND", "OR" -> "";
      case "!", "NOT" -> " (a query cannot say NOT)";
      default ->
          found.equals(found.toLowerCase(Locale.ROOT)) ? "" : " (permissions are lower-case)";
    };
  }
}

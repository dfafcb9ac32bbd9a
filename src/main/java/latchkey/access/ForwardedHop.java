package latchkey.access;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One element of `Forwarded` (RFC 7239) or `X-Forwarded-For`, read as the address it names, if
/// it names one.
final class ForwardedHop {
  private static final Pattern PORT = Pattern.compile(":([0-9]{1,5}|_[A-Za-z0-9._-]{1,60})");

  private ForwardedHop() {}

  /// The last comma before `end` that stands outside quotes, or -1.
  ///
  /// Quotes are paired from the right too, so that one left open by the client swallows nothing
  /// that a proxy added.
  static int commaBefore(String line, int end) {
    boolean quoted = false;
    for (int i = end - 1; i >= 0; i--) {
      char c = line.charAt(i);
      if (c == '"' && !isEscaped(line, i)) {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        return i;
      }
    }
    return -1;
  }

  private static boolean isEscaped(String line, int at) {
    int backslashes = 0;
    while (at - backslashes > 0 && line.charAt(at - backslashes - 1) == '\\') {
      backslashes++;
    }
    return backslashes % 2 == 1;
  }

  /// `for="[2001:db8::1]:4711";proto=https`; empty for `unknown`, obfuscated and malformed ones.
  static Optional<Address> ofForwarded(String element) {
    @Nullable String node = null;
    int at = 0;
    while (at < element.length()) {
      int equals = element.indexOf('=', at);
      if (equals < 0) {
        return Optional.empty();
      }
      int end = endOfValue(element, equals + 1);
      if (element.substring(at, equals).strip().equalsIgnoreCase("for")) {
        if (node != null) {
          return Optional.empty();
        }
        node = unquoted(element.substring(equals + 1, end).strip());
      }
      at = end + 1;
    }
    return node == null || isBareIpv6(node) ? Optional.empty() : address(node);
  }

  /// `192.0.2.1`, `192.0.2.1:4711`, `2001:db8::1` or `[2001:db8::1]:4711`.
  static Optional<Address> ofXForwardedFor(String element) {
    return isBareIpv6(element) ? Address.parse(element) : address(element);
  }

  private static int endOfValue(String element, int from) {
    boolean quoted = false;
    int i = from;
    while (i < element.length() && (quoted || element.charAt(i) != ';')) {
      if (element.charAt(i) == '"' && !isEscaped(element, i)) {
        quoted = !quoted;
      }
      i++;
    }
    return i;
  }

  private static String unquoted(String value) {
    boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
    return quoted ? value.substring(1, value.length() - 1) : value;
  }

  private static boolean isBareIpv6(String node) {
    return !node.startsWith("[") && node.indexOf(':') != node.lastIndexOf(':');
  }

  private static Optional<Address> address(String node) {
    boolean bracketed = node.startsWith("[");
    int hostEnd = bracketed ? node.indexOf(']') : node.indexOf(':');
    if (bracketed && hostEnd < 0) {
      return Optional.empty();
    }
    String host =
        bracketed ? node.substring(1, hostEnd) : hostEnd < 0 ? node : node.substring(0, hostEnd);
    String port = hostEnd < 0 ? "" : node.substring(bracketed ? hostEnd + 1 : hostEnd);
    boolean ipv6 = host.indexOf(':') >= 0;
    return ipv6 == bracketed && isPort(port) ? Address.parse(host) : Optional.empty();
  }

  private static boolean isPort(String text) {
    return text.isEmpty() || PORT.matcher(text).matches();
  }
}

package latchkey.settings;

import inet.ipaddr.AddressStringParameters.RangeParameters;
import inet.ipaddr.IPAddressString;
import inet.ipaddr.IPAddressStringParameters;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import latchkey.crypto.Secret;
import latchkey.mail.MailServer;

/// How the text of a setting becomes a value, and how the value is shown again; what is shown
/// reads back as the same value.
///
/// @param form what a good text looks like, to end the sentence "… is not"
/// @param quotable whether a refusal may repeat the text; never for what can hold a secret
record Kind<T>(
    String form,
    boolean quotable,
    Function<String, Optional<T>> reader,
    Function<T, String> shower) {

  private static final int MOST_PORT = 65_535;

  static final Kind<Boolean> YES_OR_NO =
      of(
          "true or false",
          text ->
              switch (text) {
                case "true" -> Optional.of(true);
                case "false" -> Optional.of(false);
                default -> Optional.empty();
              },
          String::valueOf);

  static final Kind<Path> PATH = of("a path", Kind::path, Path::toString);

  static final Kind<String> HOST =
      of("a host name or an IP address, without a port", Kind::host, host -> host);

  static final Kind<String> NETWORK =
      of("an IP address or a network such as 10.0.0.0/8", Kind::network, network -> network);

  static final Kind<String> HEADER_NAME =
      matching("the name of a header", "[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}");

  static final Kind<String> KEY_PREFIX =
      matching("2 to 16 lower-case letters and digits, a letter first", "[a-z][a-z0-9]{1,15}");

  static final Kind<String> WORD =
      matching("a text of 1 to 256 printable characters", "[\\P{C}]{1,256}");

  static final Kind<String> DAEMON =
      matching(
          "a host with a port such as 127.0.0.1:3310, or the path of a Unix socket",
          "([A-Za-z0-9.-]{1,253}|\\[[0-9a-f:]{2,45}\\]):[1-9][0-9]{0,4}|/[\\P{C}]{1,100}");

  static final Kind<String> BUCKET =
      matching(
          "a bucket's name: 3 to 63 lower-case letters, digits, dots and hyphens",
          "[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

  static final Kind<String> REGION =
      matching("a region such as eu-central-1", "[a-z0-9][a-z0-9-]{0,62}");

  static final Kind<Secret> SECRET =
      new Kind<>("a text", false, text -> Optional.of(new Secret(text)), Secret::toString);

  static final Kind<DatabaseUrl> DATABASE_URL =
      new Kind<>(DatabaseUrl.FORM, false, DatabaseUrl::parse, DatabaseUrl::toString);

  static final Kind<URI> WEB_ORIGIN =
      of(
          "an address such as https://keys.example.com, without a path",
          Kind::origin,
          URI::toString);

  static final Kind<OpenIdProvider> OPENID_PROVIDER =
      new Kind<>(OpenIdProvider.FORM, false, OpenIdProvider::parse, OpenIdProvider::toString);

  static final Kind<MailServer> MAIL_SERVER =
      new Kind<>(MailServer.FORM, false, MailServer::parse, MailServer::toString);

  static final Kind<String> MAIL_ADDRESS =
      matching(
          "an address such as keys@example.com or Latchkey <keys@example.com>",
          "[A-Za-z0-9._ -]{0,100} <[!-~&&[^<>@,;\"]]{1,64}@[A-Za-z0-9.-]{1,255}>"
              + "|[!-~&&[^<>@,;\"]]{1,64}@[A-Za-z0-9.-]{1,255}");

  static Kind<Integer> count(int min, int max) {
    return of(
        "a whole number from " + min + " to " + max,
        text -> digits(text).filter(n -> n >= min && n <= max).map(Math::toIntExact),
        String::valueOf);
  }

  static Kind<Duration> duration(Duration min, Duration max) {
    return of(
        "a duration from "
            + Units.show(min)
            + " to "
            + Units.show(max)
            + " such as 500ms, 10s, 2m or 1h",
        text -> Units.duration(text).filter(d -> d.compareTo(min) >= 0 && d.compareTo(max) <= 0),
        Units::show);
  }

  static Kind<Long> size(long min, long max) {
    return of(
        "a size from "
            + Units.show(min)
            + " to "
            + Units.show(max)
            + " such as 512B, 32KB, 64MB or 1GB",
        text -> Units.bytes(text).filter(n -> n >= min && n <= max),
        Units::show);
  }

  /// Empty text means absent.
  static <T> Kind<Optional<T>> optional(Kind<T> kind) {
    return new Kind<>(
        kind.form + ", or empty",
        kind.quotable,
        text ->
            text.isEmpty()
                ? Optional.of(Optional.empty())
                : Optional.of(Optional.of(kind.read(text))),
        value -> value.map(kind.shower).orElse(""));
  }

  /// Entries between commas; spaces around them don't count. A refusal names the entry, not the
  /// list.
  static <T> Kind<List<T>> list(Kind<T> kind) {
    return new Kind<>(
        "a list of: " + kind.form,
        kind.quotable,
        text ->
            Optional.of(
                text.isBlank()
                    ? List.<T>of()
                    : Pattern.compile(",")
                        .splitAsStream(text)
                        .map(entry -> kind.read(entry.strip()))
                        .toList()),
        values -> values.stream().map(kind.shower).collect(Collectors.joining(",")));
  }

  /// The value, or an [IllegalArgumentException] that says what the text is not.
  T read(String text) {
    return reader
        .apply(text)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    (quotable ? quoted(text) : "the value") + " is not " + form));
  }

  String show(T value) {
    return shower.apply(value);
  }

  private static <T> Kind<T> of(
      String form, Function<String, Optional<T>> reader, Function<T, String> shower) {
    return new Kind<>(form, true, reader, shower);
  }

  private static Kind<String> matching(String form, String pattern) {
    var compiled = Pattern.compile(pattern);
    return of(
        form, text -> Optional.of(text).filter(t -> compiled.matcher(t).matches()), text -> text);
  }

  /// A refusal is one readable line, whatever the text holds.
  private static String quoted(String text) {
    var printable = text.replaceAll("\\p{C}", "?");
    return '"' + (printable.length() > 80 ? printable.substring(0, 80) + "…" : printable) + '"';
  }

  private static Optional<Long> digits(String text) {
    return text.matches("[0-9]{1,18}") ? Optional.of(Long.valueOf(text)) : Optional.empty();
  }

  private static Optional<Path> path(String text) {
    try {
      return text.isBlank() ? Optional.empty() : Optional.of(Path.of(text));
    } catch (InvalidPathException _) {
      return Optional.empty();
    }
  }

  private static Optional<String> host(String text) {
    if (text.contains(":")) {
      var bare =
          text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
      return bare.contains("/") ? Optional.empty() : network(bare);
    }
    return text.matches("[A-Za-z0-9]([A-Za-z0-9._-]{0,251}[A-Za-z0-9])?")
        ? Optional.of(text)
        : Optional.empty();
  }

  /// As browsers write it in `Origin`: lower case, and no port that is the scheme's own.
  private static Optional<URI> origin(String text) {
    return text.matches("https?://([a-z0-9.-]+|\\[[0-9a-f:]+])(:[1-9][0-9]{0,4})?")
            && !text.matches("http://.*:80|https://.*:443")
        ? Optional.of(URI.create(text))
            .filter(uri -> uri.getHost() != null && uri.getPort() <= MOST_PORT)
        : Optional.empty();
  }

  private static Optional<String> network(String text) {
    return new IPAddressString(text, Plain.ADDRESSES).isValid()
        ? Optional.of(text)
        : Optional.empty();
  }

  /// Only what people write for an address: no wildcards, ranges, octal or missing parts. Its own
  /// class, so that a start without any address to read doesn't load the address library.
  private static final class Plain {
    static final IPAddressStringParameters ADDRESSES =
        new IPAddressStringParameters.Builder()
            .allowAll(false)
            .allowEmpty(false)
            .allowSingleSegment(false)
            .allowWildcardedSeparator(false)
            .allowMask(false)
            .allowPrefixOnly(false)
            .allowPrefix(true)
            .setRangeOptions(RangeParameters.NO_RANGE)
            .getIPv4AddressParametersBuilder()
            .allow_inet_aton(false)
            .allowLeadingZeros(false)
            .allowBinary(false)
            .getParentBuilder()
            .getIPv6AddressParametersBuilder()
            .allowZone(false)
            .allowBinary(false)
            .allowBase85(false)
            .getEmbeddedIPv4AddressParametersBuilder()
            .allow_inet_aton(false)
            .getEmbeddedIPv4AddressParentBuilder()
            .getParentBuilder()
            .toParams();
  }

  /// Numbers with units. Sizes count in 1024: `1MB` is 1,048,576 bytes.
  private static final class Units {
    private static final Pattern NUMBER_AND_UNIT = Pattern.compile("([0-9]{1,18})([A-Za-z]*)");

    private static Optional<Duration> duration(String text) {
      return read(
          text,
          (number, unit) ->
              switch (unit) {
                case "ms" -> Optional.of(Duration.ofMillis(number));
                case "s" -> Optional.of(Duration.ofSeconds(number));
                case "m" -> Optional.of(Duration.ofMinutes(number));
                case "h" -> Optional.of(Duration.ofHours(number));
                default -> Optional.empty();
              });
    }

    private static Optional<Long> bytes(String text) {
      return read(
          text,
          (number, unit) ->
              switch (unit) {
                case "", "b" -> Optional.of(number);
                case "kb", "kib" -> Optional.of(Math.multiplyExact(number, 1L << 10));
                case "mb", "mib" -> Optional.of(Math.multiplyExact(number, 1L << 20));
                case "gb", "gib" -> Optional.of(Math.multiplyExact(number, 1L << 30));
                default -> Optional.empty();
              });
    }

    private static <T> Optional<T> read(String text, UnitReader<T> reader) {
      Matcher parts = NUMBER_AND_UNIT.matcher(text);
      if (!parts.matches()) {
        return Optional.empty();
      }
      try {
        return reader.read(Long.parseLong(parts.group(1)), parts.group(2).toLowerCase(Locale.ROOT));
      } catch (ArithmeticException _) {
        return Optional.empty();
      }
    }

    private static String show(Duration duration) {
      long millis = duration.toMillis();
      if (millis % 1000 != 0) {
        return millis + "ms";
      }
      long seconds = millis / 1000;
      if (seconds == 0 || seconds % 60 != 0) {
        return seconds + "s";
      }
      return seconds % 3600 == 0 ? seconds / 3600 + "h" : seconds / 60 + "m";
    }

    private static String show(long bytes) {
      if (bytes == 0 || bytes % (1L << 10) != 0) {
        return bytes + "B";
      }
      if (bytes % (1L << 20) != 0) {
        return (bytes >> 10) + "KB";
      }
      return bytes % (1L << 30) == 0 ? (bytes >> 30) + "GB" : (bytes >> 20) + "MB";
    }

    private interface UnitReader<T> {
      Optional<T> read(long number, String unit);
    }
  }
}

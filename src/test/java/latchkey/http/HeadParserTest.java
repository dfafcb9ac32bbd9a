package latchkey.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

final class HeadParserTest {
  record Field(String name, String value) {}

  private final HeadParser parser = new HeadParser(100);

  private HeadParser.Parsed parse(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    HeadParser.Parsed parsed = parser.parse(bytes, bytes.length);
    if (parsed == null) {
      throw new AssertionError("No end found in: " + text);
    }
    return parsed;
  }

  @Provide
  Arbitrary<List<Field>> fields() {
    Arbitrary<String> names =
        Arbitraries.strings()
            .withCharRange('a', 'z')
            .withChars("-_.!09")
            .ofMinLength(1)
            .ofMaxLength(20)
            .map(name -> "x-" + name);
    Arbitrary<String> values =
        Arbitraries.strings()
            .withCharRange(' ', '~')
            .withCharRange('\u0080', '\u00ff')
            .withChars('\t')
            .ofMaxLength(40)
            .map(HeadParserTest::trimmed);
    return Combinators.combine(names, values).as(Field::new).list().ofMaxSize(20);
  }

  private static String trimmed(String value) {
    return value.replaceAll("^[ \t]+|[ \t]+$", "");
  }

  private static String head(List<Field> fields) {
    var text = new StringBuilder("GET /p?q HTTP/1.1\r\nHost: test\r\n");
    fields.forEach(f -> text.append(f.name()).append(":  ").append(f.value()).append("\t\r\n"));
    return text.append("\r\n").toString();
  }

  @Property
  void everyFieldIsFoundUnderItsNameInAnyCaseAndInItsOrder(@ForAll("fields") List<Field> fields) {
    Head head = parse(head(fields)).head();

    for (Field field : fields) {
      var values = new ArrayList<String>();
      fields.stream()
          .filter(f -> f.name().equals(field.name()))
          .forEach(f -> values.add(f.value()));
      assertThat(head.all(field.name().toUpperCase(Locale.ROOT))).isEqualTo(values);
      assertThat(head.first(field.name())).contains(values.getFirst());
    }
    assertThat(head.first("absent")).isEmpty();
  }

  @Property(tries = 200)
  void aHeadIsAcceptedAtItsEndAndNowhereBefore(@ForAll("fields") List<Field> fields) {
    byte[] bytes = head(fields).getBytes(StandardCharsets.ISO_8859_1);

    for (int length = 0; length < bytes.length; length++) {
      assertThat(parser.parse(bytes, length)).isNull();
    }
    assertThat(parse(head(fields) + "GET /next").length()).isEqualTo(bytes.length);
  }

  @Property
  void anyBytesAreAHeadOrNotYetOneOrAProblem(@ForAll byte[] bytes) {
    try {
      HeadParser.Parsed parsed = parser.parse(bytes, bytes.length);
      assertThat(parsed == null || parsed.length() <= bytes.length).isTrue();
    } catch (Problem problem) {
      assertThat(problem.status()).isBetween(400, 499);
    }
  }

  @Property
  void oneBrokenByteNeverMakesAHeadOfAnotherLength(
      @ForAll("fields") List<Field> fields, @ForAll int at, @ForAll byte broken) {
    byte[] bytes = head(fields).getBytes(StandardCharsets.ISO_8859_1);
    bytes[Math.floorMod(at, bytes.length)] = broken;
    try {
      HeadParser.Parsed parsed = parser.parse(bytes, bytes.length);
      assertThat(parsed == null || parsed.length() == bytes.length).isTrue();
    } catch (Problem problem) {
      assertThat(problem.status()).isBetween(400, 499);
    }
  }

  @Test
  void pathAndQueryAreSplitAtTheFirstQuestionMark() {
    Head head = parse("GET /a/b?c=d?e HTTP/1.1\r\nHost: t\r\n\r\n").head();

    assertThat(head.path()).isEqualTo("/a/b");
    assertThat(head.query()).isEqualTo("c=d?e");
    assertThat(parse("GET /a? HTTP/1.1\r\nHost: t\r\n\r\n").head().query()).isEmpty();
    assertThat(parse("GET /a HTTP/1.1\r\nHost: t\r\n\r\n").head().query()).isNull();
  }

  @Test
  void theBodysLengthIsWhatTheHeadSays() {
    assertThat(parse("GET / HTTP/1.1\r\nHost: t\r\n\r\n").head().contentLength())
        .isEqualTo(Head.NO_BODY);
    assertThat(
            parse("POST / HTTP/1.1\r\nHost: t\r\nCONTENT-length: 0042\r\n\r\n")
                .head()
                .contentLength())
        .isEqualTo(42);
    assertThat(
            parse("POST / HTTP/1.1\r\nHost: t\r\ntransfer-encoding: Chunked\r\n\r\n")
                .head()
                .contentLength())
        .isEqualTo(Head.CHUNKED);
  }

  @Test
  void oneEmptyLineBeforeTheRequestIsPassedOver() {
    assertThat(parse("\r\nGET /x HTTP/1.1\r\nHost: t\r\n\r\n").head().path()).isEqualTo("/x");
  }

  @Test
  void moreFieldsThanAllowedAreRefused() {
    var few = new HeadParser(2);
    byte[] bytes =
        "GET / HTTP/1.1\r\nHost: t\r\nA: b\r\nC: d\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    assertThatThrownBy(() -> few.parse(bytes, bytes.length))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("at most 2");
  }
}

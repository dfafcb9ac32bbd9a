package latchkey.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import latchkey.http.Multipart.Limits;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class MultipartTest {
  private static final String TYPE = "multipart/form-data; boundary=cut";
  private static final Limits LIMITS = new Limits(5, 500, 20, 30);

  /// Says what came, one line a part.
  private static final class Said implements Multipart.Parts {
    final List<String> parts = new ArrayList<>();

    @Override
    public void field(String name, String value) {
      parts.add(name + "=" + value);
    }

    @Override
    public void file(String name, String fileName, Optional<String> type, InputStream content)
        throws IOException {
      String bytes = new String(content.readAllBytes(), StandardCharsets.ISO_8859_1);
      parts.add(name + ":" + fileName + ":" + type.orElse("-") + "=" + bytes);
    }
  }

  private static List<String> read(String type, InputStream body) throws IOException {
    var said = new Said();
    Multipart.read(body, type, LIMITS, said);
    return said.parts;
  }

  private static List<String> read(String body) throws IOException {
    return read(TYPE, stream(body));
  }

  private static InputStream stream(String body) {
    return new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8));
  }

  private static String field(String name, String value) {
    return "--cut\r\nContent-Disposition: form-data; name=\""
        + name
        + "\"\r\n\r\n"
        + value
        + "\r\n";
  }

  private static String file(String fileName, String content) {
    return "--cut\r\nContent-Disposition: form-data; name=\"f\"; filename=\""
        + fileName
        + "\"\r\nContent-Type: text/csv\r\nContent-Length: 99999\r\n\r\n"
        + content
        + "\r\n";
  }

  private static void refused(int status, String body) {
    refused(status, TYPE, stream(body));
  }

  private static void refused(int status, String type, InputStream body) {
    assertThatThrownBy(() -> read(type, body))
        .isInstanceOfSatisfying(
            Problem.class, problem -> assertThat(problem.status()).isEqualTo(status));
  }

  @Test
  void partsComeInTheirOrderWhateverTheirHeadersSayOfLengths() throws IOException {
    assertThat(read(field("a", "é") + file("x y.csv", "1\r\n--cu") + field("b", "") + "--cut--"))
        .containsExactly("a=é", "f:x y.csv:text/csv=1\r\n--cu", "b=");
    assertThat(read("preamble\r\n" + file("", "") + "--cut--\r\nepilogue"))
        .containsExactly("f::text/csv=");
  }

  @Test
  void whatIsNotSuchABodyIsRefused() {
    refused(415, "application/json", stream("{}"));
    refused(400, "multipart/form-data", stream(""));
    refused(400, "multipart/form-data; boundary=" + "x".repeat(71), stream(""));
    refused(400, "multipart/form-data; boundary=\"\"", stream(""));
    refused(400, "");
    refused(400, "nothing of the kind");
    refused(400, "--cut--");
  }

  @Test
  void aBodyWithoutItsEndIsRefused() {
    refused(400, field("a", "b"));
    refused(400, file("x", "half").stripTrailing());
    refused(400, "--cut\r\nContent-Disposition: form-data; name=\"a\"");
    refused(400, "--cut\r\n");
    refused(400, field("a", "b") + "--cut");
  }

  @Test
  void nobodyCanMakeItHoldMuch() {
    refused(413, field("a", "b").repeat(6) + "--cut--");
    refused(413, field("a", "x".repeat(21)) + "--cut--");
    refused(400, "--cut\r\nX: " + "x".repeat(10_000) + "\r\n\r\nb\r\n--cut--");
    refused(400, "--cut\r\n" + "X: y\r\n".repeat(10_000) + "\r\nb\r\n--cut--");
    refused(400, field("x".repeat(31), "b") + "--cut--");
    refused(400, file("x".repeat(31), "b") + "--cut--");
  }

  @Test
  void partsThatCouldMeanTwoThingsAreRefused() {
    refused(400, "--cut\r\n\r\nb\r\n--cut--");
    refused(400, "--cut\r\nContent-Disposition: attachment; name=a\r\n\r\nb\r\n--cut--");
    refused(400, field("", "b") + "--cut--");
    refused(400, field("a\tb", "b") + "--cut--");
    refused(400, file("a\u0000.csv", "b") + "--cut--");
    String twice = "Content-Disposition: form-data; name=\"a\"\r\n";
    refused(400, "--cut\r\n" + twice + twice + "\r\nb\r\n--cut--");
    refused(
        400,
        TYPE,
        new ByteArrayInputStream(
            (field("a", "\u00ff") + "--cut--").getBytes(StandardCharsets.ISO_8859_1)));
  }

  @Test
  void aRequestThatBreaksOffBehindItsLastPartIsNone() {
    InputStream body =
        new SequenceInputStream(
            stream(file("a", "1") + "--cut--\r\n" + "epilogue".repeat(1_000)),
            new InputStream() {
              @Override
              public int read() throws IOException {
                throw new ClientGone();
              }

              @Override
              public int read(byte[] into, int at, int length) throws IOException {
                throw new ClientGone();
              }
            });
    assertThatThrownBy(() -> read(TYPE, body)).isInstanceOf(ClientGone.class);
  }

  @Test
  void aClientThatGoesIsNotTakenForAMalformedBody() {
    InputStream body =
        new InputStream() {
          private final InputStream before = stream(file("x", "half"));

          @Override
          public int read() throws IOException {
            return before.read();
          }

          @Override
          public int read(byte[] into, int at, int length) throws IOException {
            int read = before.read(into, at, length);
            if (read < 0) {
              throw new ClientGone();
            }
            return read;
          }
        };
    assertThatThrownBy(() -> read(TYPE, body))
        .isInstanceOfSatisfying(IOException.class, e -> assertThat(ClientGone.isWhy(e)).isTrue());
  }

  @Property(tries = 200)
  void whereTheNetworkCutsMakesNoDifference(
      @ForAll byte[] content, @ForAll @IntRange(min = 1, max = 50) int piece) throws IOException {
    String bytes = new String(content, StandardCharsets.ISO_8859_1);
    byte[] body = (file("x", bytes) + "--cut--").getBytes(StandardCharsets.ISO_8859_1);
    InputStream cut =
        new ByteArrayInputStream(body) {
          @Override
          public int read(byte[] into, int at, int length) {
            return super.read(into, at, Math.min(length, piece));
          }
        };
    assertThat(read(TYPE, cut)).containsExactly("f:x:text/csv=" + bytes);
  }
}

package latchkey.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import latchkey.http.Ranges.Part;
import latchkey.http.Ranges.Unsatisfiable;
import latchkey.http.Ranges.Whole;
import latchkey.http.Routes.Route;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

final class RangesTest {
  private static final String ETAG = "\"v1\"";
  private static final byte[] CONTENT = "0123456789".getBytes(StandardCharsets.US_ASCII);

  private static Ranges of(String range) {
    return Ranges.of(List.of(range), Optional.empty(), 10, ETAG);
  }

  @Test
  void oneRangeIsCutToWhatIsThere() {
    assertThat(of("bytes=0-0")).isEqualTo(new Part(0, 0, 10));
    assertThat(of("bytes=2-")).isEqualTo(new Part(2, 9, 10));
    assertThat(of("bytes=2-99999999999999999999999")).isEqualTo(new Part(2, 9, 10));
    assertThat(of("bytes=-3")).isEqualTo(new Part(7, 9, 10));
    assertThat(of("bytes=-30")).isEqualTo(new Part(0, 9, 10));
    assertThat(of("Bytes = 2 - 3")).isEqualTo(new Part(2, 3, 10));
    assertThat(of("bytes=10-")).isEqualTo(new Unsatisfiable(10));
    assertThat(of("bytes=-0")).isEqualTo(new Unsatisfiable(10));
  }

  @Test
  void whatIsNotOneRangeIsIgnored() {
    for (String range :
        List.of("bytes=3-2", "bytes=-", "bytes=0-1,3-4", "lines=0-1", "bytes=a-b")) {
      assertThat(of(range)).as(range).isEqualTo(new Whole(10));
    }
    assertThat(Ranges.of(List.of("bytes=0-1", "bytes=0-1"), Optional.empty(), 10, ETAG))
        .isEqualTo(new Whole(10));
  }

  @Test
  void anotherVersionIsSentWhole() {
    List<String> range = List.of("bytes=0-1");
    assertThat(Ranges.of(range, Optional.of(ETAG), 10, ETAG)).isEqualTo(new Part(0, 1, 10));
    assertThat(Ranges.of(range, Optional.of("W/" + ETAG), 10, ETAG)).isEqualTo(new Whole(10));
    assertThat(Ranges.of(range, Optional.of("\"v0\""), 10, ETAG)).isEqualTo(new Whole(10));
  }

  @Property
  void aPartIsAlwaysWithinTheContent(
      @ForAll @LongRange(min = 0, max = 30) long from,
      @ForAll @LongRange(min = 0, max = 30) long to,
      @ForAll @IntRange(min = 0, max = 20) int length,
      @ForAll @IntRange(min = 0, max = 2) int form) {
    String range = (form == 0 ? "" : from) + "-" + (form == 1 ? "" : to);
    switch (Ranges.of(List.of("bytes=" + range), Optional.empty(), length, ETAG)) {
      case Part part -> assertThat(part.first() + part.count()).isLessThanOrEqualTo(length);
      case Whole _ -> assertThat(from).isGreaterThan(to);
      case Unsatisfiable _ ->
          assertThat(form == 0 ? Math.min(to, length) : length - from).isLessThanOrEqualTo(0);
    }
  }

  @Test
  void answersSayWhichPartTheyAre() {
    try (var server =
        RunningServer.of(
            new Route(
                Method.GET,
                "/",
                x ->
                    Ranges.of(x, 10, ETAG)
                        .answer(
                            x,
                            HeaderLine.of("Content-Type", "text/plain"),
                            (out, from, count) ->
                                out.write(
                                    Arrays.copyOfRange(
                                        CONTENT, (int) from, (int) (from + count))))))) {
      var whole = server.ask("GET / HTTP/1.1\r\nHost: test\r\n\r\n");
      assertThat(whole.body()).isEqualTo("0123456789");
      assertThat(whole.header("Accept-Ranges")).isEqualTo("bytes");
      var part = server.ask("GET / HTTP/1.1\r\nHost: test\r\nRange: bytes=3-4\r\n\r\n");
      assertThat(part.status()).isEqualTo(206);
      assertThat(part.body()).isEqualTo("34");
      assertThat(part.header("Content-Range")).isEqualTo("bytes 3-4/10");
      var none = server.ask("GET / HTTP/1.1\r\nHost: test\r\nRange: bytes=10-\r\n\r\n");
      assertThat(none.status()).isEqualTo(416);
      assertThat(none.header("Content-Range")).isEqualTo("bytes */10");
    }
  }
}

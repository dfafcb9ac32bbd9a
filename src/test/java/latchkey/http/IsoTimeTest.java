package latchkey.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

final class IsoTimeTest {
  private static final long TEN_THOUSAND_YEARS = 315_569_520_000_000L;

  @Property(tries = 5_000)
  void aTimeIsWrittenAsTheJdkWritesIt(
      @ForAll @LongRange(min = -TEN_THOUSAND_YEARS, max = TEN_THOUSAND_YEARS) long millis) {
    assertWritten(millis);
    assertWritten(Math.floorDiv(millis, 1_000L) * 1_000);
  }

  private static void assertWritten(long millis) {
    byte[] json = Json.bytes(to -> IsoTime.write(to, millis));
    assertThat(new String(json, StandardCharsets.UTF_8))
        .isEqualTo("\"" + Instant.ofEpochMilli(millis) + "\"");
  }
}

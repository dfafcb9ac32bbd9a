package latchkey.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What people see: aligned, within their terminal, and nothing that the terminal would obey.
final class TableTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  private String printed() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void columnsAreAsWideAsTheirWidestCell() {
    var table = new Table(out, Integer.MAX_VALUE, List.of("ID", "NAME", "STATE"));
    table.add(List.of("1", "Grüße 🎉", "active"));
    table.add(List.of("1000", "", "x"));
    table.end();
    assertThat(printed())
        .isEqualTo(
            """
            ID    NAME     STATE
            1     Grüße 🎉  active
            1000           x
            """);
  }

  @Test
  void whatIsTooWideForTheTerminalIsCutButNeverTheFirstColumn() {
    var table = new Table(out, 40, List.of("ID", "NAME", "PERMISSIONS"));
    table.add(List.of("0123456789abcdef", "a name that goes on and on", "contacts.read, leads"));
    table.end();
    assertThat(printed().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(40));
    assertThat(printed()).contains("0123456789abcdef", "…");
  }

  @Test
  void aListOfAnyLengthIsPrintedAsItComes() {
    var table = new Table(out, Integer.MAX_VALUE, List.of("N"));
    for (int i = 0; i < 5_000; i++) {
      table.add(List.of(Integer.toString(i)));
    }
    assertThat(printed()).contains("\n4999\n");
    table.end();
    assertThat(printed()).hasLineCount(5_001);
  }

  @Test
  void aNameCannotCommandTheTerminal() throws IOException {
    var json = new ObjectMapper().readTree("\"a\\u001b[2J\\u202eb\\nc\\u0007\"");
    assertThat(new Text(ZoneOffset.UTC).of(json)).isEqualTo("a\uFFFD[2J\uFFFDb c\uFFFD");
  }

  @Test
  void timesAreUtcOrTheZonesOwn() throws IOException {
    var json = new ObjectMapper().readTree("\"2026-07-01T12:00:00.123Z\"");
    assertThat(new Text(ZoneOffset.UTC).of(json)).isEqualTo("2026-07-01T12:00:00Z");
    assertThat(new Text(ZoneId.of("Europe/Berlin")).of(json))
        .isEqualTo("2026-07-01T14:00:00+02:00");
  }

  @Test
  void everyFieldOfAThingHasItsLine() throws IOException {
    var json =
        new ObjectMapper()
            .readTree("{\"id\":\"x\",\"none\":null,\"a\":{\"b\":[1,2],\"c\":{\"d\":true}}}");
    assertThat(new Text(ZoneOffset.UTC).fields(json))
        .containsExactly(List.of("id", "x"), List.of("a.b", "1, 2"), List.of("a.c.d", "yes"));
  }
}

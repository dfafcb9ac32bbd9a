package latchkey.doors.pages.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import latchkey.doors.pages.audit.Diff.Line;
import latchkey.doors.pages.audit.Diff.Part;
import org.junit.jupiter.api.Test;

class DiffTest {
  private static Diff of(String before, String after) {
    return Diff.of(
        Optional.of(before).filter(text -> !text.isEmpty()),
        Optional.of(after).filter(text -> !text.isEmpty()));
  }

  private static Part kept(String text) {
    return new Part(text, false);
  }

  private static Part changed(String text) {
    return new Part(text, true);
  }

  @Test
  void whatStayedStandsApartFromWhatChanged() {
    Diff diff =
        of(
            "{\"name\":\"A\",\"note\":\"x\",\"limit\":{\"n\":1}}",
            "{\"name\":\"B\",\"note\":\"x\",\"limit\":{\"n\":2}}");
    assertThat(diff.changedLines())
        .containsExactly(
            new Line("name", List.of(changed("A")), List.of(changed("B"))),
            new Line("limit.n", List.of(changed("1")), List.of(changed("2"))));
    assertThat(diff.keptLines())
        .containsExactly(new Line("note", List.of(kept("x")), List.of(kept("x"))));
  }

  @Test
  void ofSeveralValuesThoseThatCameAndWentAreMarked() {
    Diff diff = of("{\"permissions\":[\"a\",\"b\"]}", "{\"permissions\":[\"b\",\"c\"]}");
    assertThat(diff.changedLines())
        .containsExactly(
            new Line(
                "permissions", List.of(changed("a"), kept("b")), List.of(kept("b"), changed("c"))));
  }

  @Test
  void whatWasMadeHasNothingBeforeAndWhatWentNothingAfterwards() {
    assertThat(of("", "{\"name\":\"A\",\"note\":\"\"}"))
        .isEqualTo(
            new Diff(List.of(new Line("name", List.of(), List.of(changed("A")))), true, false));
    assertThat(of("{\"name\":\"A\"}", "").deleted()).isTrue();
    assertThat(of("", "").lines()).isEmpty();
  }

  @Test
  void whatIsCutAndNoJsonAnyMoreIsShownAsItIs() {
    assertThat(of("{\"name\":\"A", "").lines())
        .containsExactly(new Line("", List.of(changed("{\"name\":\"A")), List.of()));
  }
}

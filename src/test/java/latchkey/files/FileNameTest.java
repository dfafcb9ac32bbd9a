package latchkey.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileNameTest {
  @ParameterizedTest
  @CsvSource({
    "report.pdf, report.pdf",
    "Grüße 日本.txt, Grüße 日本.txt",
    "../../etc/passwd, passwd",
    "C:\\Windows\\system32\\cmd.exe, cmd.exe",
    ".., file",
    "..., file",
    "a/, file",
    "' spaced .txt ', spaced .txt",
    "trailing. ., trailing",
    "a<b>c:d|e?f*g.txt, a_b_c_d_e_f_g.txt",
    ".htaccess, .htaccess",
  })
  void ofASentNameOnlyTheLastPartIsLeftAndWhatFileSystemsTake(String sent, String cleaned) {
    assertThat(FileName.cleaned(sent)).isEqualTo(cleaned);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "inv\u202Efdp.exe", "inv\u2066fdp.exe", "inv\u0000fdp.exe", "inv\r\nfdp.exe",
        "inv\u200Bfdp.exe", "inv\uD800fdp.exe", "inv\uFEFFfdp.exe", "inv\u2028fdp.exe"
      })
  void whatHidesOrTurnsTheNameIsTakenOut(String sent) {
    assertThat(FileName.cleaned(sent)).isEqualTo("invfdp.exe");
  }

  @Test
  void aLongNameIsCutBeforeItsEndingAndNotWithinACharacter() {
    String cleaned = FileName.cleaned("日".repeat(500) + ".pdf");
    assertThat(cleaned).matches("日+\\.pdf");
    assertThat(cleaned.getBytes(StandardCharsets.UTF_8).length)
        .isBetween(FileName.MOST_BYTES - 2, FileName.MOST_BYTES);
  }

  @Property
  void anyNameBecomesOneThatIsSafeAndStaysAsItIs(@ForAll String sent) {
    String cleaned = FileName.cleaned(sent);
    assertThat(cleaned).isNotBlank().isNotIn(".", "..").doesNotContain("/", "\\");
    assertThat(cleaned.getBytes(StandardCharsets.UTF_8).length)
        .isLessThanOrEqualTo(FileName.MOST_BYTES);
    assertThat(FileName.cleaned(cleaned)).isEqualTo(cleaned);
  }
}

package latchkey.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttachmentTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "report.pdf | attachment; filename=\"report.pdf\"; filename*=UTF-8''report.pdf",
        "a b.txt | attachment; filename=\"a b.txt\"; filename*=UTF-8''a%20b.txt",
        "Grüße.txt | attachment; filename=\"Gr__e.txt\"; filename*=UTF-8''Gr%C3%BC%C3%9Fe.txt",
        "a\"b.txt | attachment; filename=\"a_b.txt\"; filename*=UTF-8''a%22b.txt",
        "100%.txt | attachment; filename=\"100_.txt\"; filename*=UTF-8''100%25.txt",
      })
  void aNameTravelsAsItIsAndCannotBreakOutOfItsQuotes(String name, String header) {
    assertThat(Attachment.named(name)).isEqualTo(header);
  }
}

package latchkey.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// What the page says of the commands is what they say themselves.
final class CliPageTest {
  @Test
  void thePageHoldsEveryCommandsHelp() throws IOException {
    var page = Path.of("docs/cli.md");
    if (System.getenv("UPDATE_DOCS") != null) {
      Files.writeString(page, CliPage.text());
    }
    assertThat(page)
        .as("renew it: UPDATE_DOCS=1 ./mvnw test -Dtest=CliPageTest")
        .hasContent(CliPage.text());
  }
}

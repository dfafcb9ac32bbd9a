package latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class PageAssetsTest {
  @Test
  void everyFileThatPagesLoadIsServed() throws Exception {
    try (TestServer server = TestServer.empty()) {
      for (String name : List.of("htmx.js", "uplot.js", "uplot.css")) {
        var answer = server.get(PageAssets.assets().url(name));
        assertThat(answer.statusCode()).as(name).isEqualTo(200);
        assertThat(answer.body()).as(name).isNotEmpty();
      }
    }
  }
}

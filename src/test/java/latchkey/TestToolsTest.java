package latchkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/// When a missing program skips a test, and when it fails it.
class TestToolsTest {
  private static final String MISSING = "no-such-tool";

  @Test
  void aMissingToolSkipsOnADevelopersMachineAndSaysWhy() {
    assertThatThrownBy(() -> TestTools.require(MISSING, /* ci= */ false))
        .isInstanceOf(TestAbortedException.class)
        .hasMessageContaining(MISSING)
        .hasMessageContaining("unknown tool");
  }

  @Test
  void aMissingToolFailsInCi() {
    assertThatThrownBy(() -> TestTools.require(MISSING, /* ci= */ true))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(MISSING);
  }

  @Test
  void aToolThatIsThereIsFound() {
    assertThat(TestTools.require("sh", /* ci= */ true)).isExecutable();
  }
}

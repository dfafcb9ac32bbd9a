package latchkey.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;

/// What is JSON, and still nothing that one can keep.
class JsonTreesTest {
  @Test
  void aNumberThatIsTooLargeIsRefusedWithItsPlace() {
    for (String number : new String[] {"1e309", "-1e309", "1e999999999"}) {
      refused("{\"a\":{\"b\":[1," + number + "]}}", "The field a.b[1] is too large a number.");
    }
    assertThat(JsonTrees.object(bytes("{\"a\":[1e308,1e-400,-0]}")).path("a")).hasSize(3);
  }

  @Test
  void aNulAndHalfACharacterAreRefusedInValuesAndInNames() {
    refused(
        "{\"a\":\"\\u0000\"}", "The field a holds a NUL or half a character, which is no text.");
    refused(
        "{\"a\":[\"\\ud800\"]}",
        "The field a[0] holds a NUL or half a character, which is no text.");
    refused("{\"\\udc00\":1}", "The field ? holds a NUL or half a character, which is no text.");
  }

  private static void refused(String json, String detail) {
    Problem problem = catchThrowableOfType(Problem.class, () -> JsonTrees.object(bytes(json)));
    assertThat(problem.status()).isEqualTo(400);
    assertThat(problem.detail()).isEqualTo(detail);
  }

  private static byte[] bytes(String json) {
    return json.getBytes(UTF_8);
  }
}

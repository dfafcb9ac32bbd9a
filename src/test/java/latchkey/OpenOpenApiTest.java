package latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import latchkey.ApiFile.Told;
import latchkey.doors.open.OpenOperation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// That the open door is what its OpenAPI file says, and nothing else.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenOpenApiTest {
  private TestServer server;
  private ApiFile file;

  @BeforeAll
  void start() {
    server = TestServer.start();
    file = ApiFile.open(server);
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void everyOperationIsInTheFileAsItIsAndNothingElse() {
    assertThat(file.operations()).isEqualTo(registered());
  }

  private Map<String, Told> registered() {
    Map<String, Told> operations = new TreeMap<>();
    for (OpenOperation operation : server.server().openOperations()) {
      operations.put(
          operation.method() + " " + operation.path(),
          Told.of(
              operation.path(),
              /* right= */ "",
              operation.permission().toString(),
              operation.parameters(),
              operation.creates()));
    }
    String health = "/v1/open/health";
    operations.put("GET " + health, Told.of(health, "", "", List.of(), false));
    return operations;
  }

  @Test
  void everyExampleIsAsItsSchemaSays() {
    file.requireRightExamples();
  }

  @Test
  void theFileIsServedAsJsonAndAsPages() {
    file.requireServedAsJsonAndAsPages(server);
  }
}

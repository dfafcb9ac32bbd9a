package latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import latchkey.ApiFile.Told;
import latchkey.doors.manage.Need;
import latchkey.doors.manage.Operation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// That the manage door is what its OpenAPI file says, and nothing else.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ManageOpenApiTest {
  private TestServer server;
  private ApiFile file;

  @BeforeAll
  void start() {
    server = TestServer.start();
    file = ApiFile.manage(server);
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
    for (Operation operation : server.server().operations()) {
      operations.put(
          operation.method() + " " + operation.path(),
          Told.of(
              operation.path(),
              operation.need().text(),
              operation.need() instanceof Need.Held held ? held.permission().orElse("") : "",
              operation.parameters(),
              operation.creates()));
    }
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

package latchkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import latchkey.cli.StartFailure;
import latchkey.settings.Setting;
import latchkey.settings.Settings;
import org.junit.jupiter.api.Test;

class RotatePepperTest {
  private final Servers servers =
      new Servers(new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));

  private static Settings settings(Path data) {
    return Settings.of(
        Map.of(Setting.DATA, data.toString(), Setting.PORT, "0", Setting.MANAGEMENT_PORT, "0"));
  }

  @Test
  void keysOfTheOldPepperVerifyAfterARotation() {
    Path folder = TestServer.newFolder();
    String token;
    try (TestServer server = TestServer.start(Map.of(Setting.DATA, folder.toString()))) {
      token = server.token(0);
    }
    assertThat(servers.rotatePepper(settings(folder))).isEqualTo(2);
    try (TestServer server = TestServer.again(folder)) {
      for (int i = 0; i < 2; i++) {
        assertThat(server.get("/auth", "Authorization", "Bearer " + token).statusCode())
            .isEqualTo(200);
      }
    }
  }

  @Test
  void aFolderInUseIsLeftAlone() {
    Path folder = TestServer.newFolder();
    try (TestServer _ = TestServer.start(Map.of(Setting.DATA, folder.toString()))) {
      assertThatThrownBy(() -> servers.rotatePepper(settings(folder)))
          .isInstanceOf(StartFailure.class)
          .hasMessageContaining("another Latchkey is using");
    }
    assertThat(servers.rotatePepper(settings(folder))).isEqualTo(2);
  }
}

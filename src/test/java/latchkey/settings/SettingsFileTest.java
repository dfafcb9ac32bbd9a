package latchkey.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The settings file: what is found, what is read, what is refused.
final class SettingsFileTest {
  private final Path data;

  SettingsFileTest(@TempDir Path data) {
    this.data = data;
  }

  @Test
  void nestedDottedAndDashedKeysAreOne() throws IOException {
    write(
        "latchkey.yaml",
        "database:\n  url: postgresql://db/x\n  pool-size: 3\ndatabase-user: app\nmax.connections: 9\n");
    var settings = load();
    assertThat(settings.get(Setting.DATABASE_POOL_SIZE)).isEqualTo(3);
    assertThat(settings.get(Setting.DATABASE_USER)).contains("app");
    assertThat(settings.get(Setting.MAX_CONNECTIONS)).isEqualTo(9);
    assertThat(settings.origin(Setting.DATABASE_POOL_SIZE).describe())
        .isEqualTo("file " + data + "/latchkey.yaml: database.pool-size");
  }

  @Test
  void propertiesSayTheSame() throws IOException {
    write(
        "latchkey.properties",
        "# a remark\ndatabase.url = postgresql://db/x\ndatabase-pool-size=3  \n");
    assertThat(load().get(Setting.DATABASE_POOL_SIZE)).isEqualTo(3);
  }

  @Test
  void aListIsWrittenAsListOrWithCommas() throws IOException {
    write("latchkey.yaml", "trusted-proxies:\n  - 10.0.0.0/8\n  - '::1'\n");
    assertThat(load().get(Setting.TRUSTED_PROXIES)).isEqualTo(List.of("10.0.0.0/8", "::1"));
    write("latchkey.yaml", "trusted-proxies: 10.0.0.0/8, ::1\n");
    assertThat(load().get(Setting.TRUSTED_PROXIES)).isEqualTo(List.of("10.0.0.0/8", "::1"));
  }

  /// YAML guesses types; a password is what was written.
  @ParameterizedTest
  @ValueSource(strings = {"0123", "1e3", "0x1F", "no", "12:30:00", "1_000", "2026-01-01", ".5"})
  void yamlTextIsTakenAsWritten(String password) throws IOException {
    write("latchkey.yaml", "database: {url: postgresql://db/x, password: " + password + "}");
    assertThat(load().get(Setting.DATABASE_PASSWORD).orElseThrow().reveal()).isEqualTo(password);
  }

  @Test
  void anEmptyFileSetsNothing() throws IOException {
    write("latchkey.yml", "# nothing yet\n");
    assertThat(load().entries()).filteredOn(e -> e.origin() instanceof Origin.File).isEmpty();
  }

  @Test
  void anUnknownKeyIsRefusedWithTheNearestName() throws IOException {
    write("latchkey.yaml", "managment-port: 1");
    refused()
        .hasMessage(
            "unknown setting in file %s/latchkey.yaml: managment-port, did you mean management-port?",
            data);
    write("latchkey.yaml", "database: {flavour: 1}");
    refused()
        .hasMessageStartingWith(
            "unknown setting in file %s/latchkey.yaml: database.flavour".formatted(data));
  }

  @ParameterizedTest
  @ValueSource(strings = {"port: 1\nport: 2\n", "max: {connections: 1}\nmax-connections: 2\n"})
  void aSettingGivenTwiceIsRefused(String yaml) throws IOException {
    write("latchkey.yaml", yaml);
    refused().hasMessageEndingWith("is set twice");
  }

  @Test
  void aPropertyGivenTwiceIsRefused() throws IOException {
    write("latchkey.properties", "port=1\nport=1\n");
    refused().hasMessage("file %s/latchkey.properties: port is set twice", data);
  }

  @Test
  void twoFilesAreRefused() throws IOException {
    write("latchkey.yaml", "");
    write("latchkey.properties", "");
    refused()
        .hasMessage(
            "two settings files, %s/latchkey.yaml and %s/latchkey.properties; keep one",
            data, data);
  }

  @Test
  void brokenYamlIsToldWithItsLineAndWithoutItsText() throws IOException {
    write("latchkey.yaml", "port: 1\nkeyset: \"hunter2\nhost: x\n");
    refused()
        .hasMessageMatching("file .*latchkey.yaml, line [0-9]+: [^\n]+")
        .hasMessageNotContaining("hunter2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"just words", "- a\n- b", "trusted-proxies: [[a]]", "--- {}\n--- {}"})
  void yamlThatIsNoListOfSettingsIsRefused(String yaml) throws IOException {
    write("latchkey.yaml", yaml);
    refused().hasMessageStartingWith("file " + data);
  }

  @Test
  void aFileThatIsNotUtf8IsRefused() throws IOException {
    Files.write(
        data.resolve("latchkey.properties"),
        "database-user=Zoë".getBytes(StandardCharsets.ISO_8859_1));
    refused().hasMessage("file %s/latchkey.properties: is not UTF-8", data);
  }

  @Test
  void theFileFoundInTheDataFolderCannotMoveIt() throws IOException {
    write("latchkey.yaml", "data: /elsewhere");
    refused()
        .hasMessage(
            "file %s/latchkey.yaml: data cannot be set here, since it says where this file is; use --data or LATCHKEY_DATA",
            data);
  }

  @Test
  void theFileThatConfigNamesIsReadInsteadAndMayNameTheDataFolder() throws IOException {
    write("latchkey.yaml", "port: 1");
    var named = Files.writeString(data.resolve("other.properties"), "data=/elsewhere\nport=2\n");
    var settings = Settings.load(Map.of(Setting.CONFIG, named.toString()), Map.of());
    assertThat(settings.get(Setting.PORT)).isEqualTo(2);
    assertThat(settings.get(Setting.DATA)).isEqualTo(Path.of("/elsewhere"));
  }

  @Test
  void aNamedFileThatIsMissingOrOfAnUnknownKindIsRefused() throws IOException {
    var missing = data.resolve("missing.yaml");
    assertThatThrownBy(() -> Settings.of(Map.of(Setting.CONFIG, missing.toString())))
        .isInstanceOf(BadSetting.class)
        .hasMessage("config: there is no file %s (flag --config)", missing);
    var toml = Files.writeString(data.resolve("latchkey.toml"), "port = 1");
    assertThatThrownBy(() -> Settings.of(Map.of(Setting.CONFIG, toml.toString())))
        .isInstanceOf(BadSetting.class)
        .hasMessage("config: %s must end in .yaml, .yml or .properties", toml);
  }

  @Test
  void readingSettingsMakesNothing() {
    var absent = data.resolve("absent");
    Settings.of(Map.of(Setting.DATA, absent.toString()));
    assertThat(absent).doesNotExist();
  }

  private Settings load() {
    return Settings.of(Map.of(Setting.DATA, data.toString()));
  }

  private AbstractThrowableAssert<?, ? extends Throwable> refused() {
    return assertThatThrownBy(this::load).isInstanceOf(BadSetting.class);
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(data.resolve(name), text);
  }
}

package latchkey.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import latchkey.settings.Settings.Entry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever is added to the list of settings can be set everywhere, with one precedence.
final class SettingListTest {
  /// Texts of every form; each setting finds three among them that it takes.
  private static final List<String> TEXTS =
      List.of(
          "true",
          "false",
          "7",
          "19",
          "300",
          "500",
          "64KB",
          "96KB",
          "128KB",
          "70ms",
          "3s",
          "2m",
          "localhost",
          "127.0.0.2",
          "::1",
          "X-One",
          "X-Two",
          "X-Three",
          "abc",
          "de",
          "fgh",
          "10.0.0.0/8,::1",
          "192.168.1.1",
          "fd00::/8",
          "postgresql://one/a",
          "jdbc:postgresql://two:1/b",
          "postgres://3/c",
          "https://one.example",
          "https://two.example:8443",
          "http://localhost:8080",
          "one https://one.example us our-secret",
          "two https://two.example/tenant us",
          "three https://three.example us its.secret,four https://four.example/ us",
          "5h",
          "smtp://one",
          "smtps://two:1",
          "smtp+plain://three",
          "a@b",
          "Ann <a@b.c>",
          "d@e",
          "127.0.0.1:3310",
          "/run/clamav/clamd.ctl");

  private final Path data;

  SettingListTest(@TempDir Path data) {
    this.data = data;
  }

  static Stream<Setting<?>> all() {
    return Setting.all().stream();
  }

  /// `config` and `data` say where the file is; [SettingsFileTest] has their rules.
  static Stream<Setting<?>> inFiles() {
    return all().filter(s -> !s.equals(Setting.CONFIG) && !s.equals(Setting.DATA));
  }

  @ParameterizedTest
  @MethodSource("all")
  void aDefaultIsAGoodTextInItsShortestForm(Setting<?> setting) {
    assertThat(shownDefault(setting)).isEqualTo(setting.defaultText());
  }

  private static <T> String shownDefault(Setting<T> setting) {
    return setting.kind().show(setting.kind().read(setting.defaultText()));
  }

  @ParameterizedTest
  @MethodSource("all")
  void flagAndVariableAreMadeOfTheName(Setting<?> setting) {
    assertThat(setting.name()).matches("[a-z][a-z0-9]*(-[a-z]+)*");
    assertThat(setting.flag()).isEqualTo("--" + setting.name());
    assertThat(setting.variable()).matches("LATCHKEY_[A-Z][A-Z0-9]*(_[A-Z]+)*");
    assertThat(setting.description()).matches("[A-Z].{10,90}[^.]");
  }

  @Test
  void noTwoSettingsShareAName() {
    assertThat(all().map(Setting::variable)).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("inFiles")
  void flagOutranksEnvironmentOutranksFileOutranksDefault(Setting<?> setting) throws IOException {
    var texts = goodTexts(setting);
    Map<String, String> environment = new HashMap<>();
    Map<Setting<?>, String> flags = new HashMap<>();
    flags.put(Setting.DATA, data.toString());
    if (setting.equals(Setting.DATABASE_USER) || setting.equals(Setting.DATABASE_PASSWORD)) {
      flags.put(Setting.DATABASE_URL, "postgresql://db/latchkey");
    }
    if (setting.equals(Setting.HTTPS_ONLY)) {
      flags.put(Setting.PUBLIC_URL, "https://one.example");
    }
    var expected = entry(Settings.load(flags, environment), setting);
    assertThat(expected.origin()).isEqualTo(new Origin.Default());
    if (setting.equals(Setting.TLS_KEY)) {
      flags.put(Setting.TLS_CERTIFICATE, "c.pem");
    }
    if (setting.equals(Setting.TLS_CERTIFICATE)) {
      flags.put(Setting.TLS_KEY, "k.pem");
    }

    var file =
        Files.writeString(
            data.resolve("latchkey.yaml"), setting.name() + ": \"" + texts.get(0) + "\"");
    var byFile = entry(Settings.load(flags, environment), setting);
    assertThat(byFile.origin()).isEqualTo(new Origin.File(file, setting.name()));
    assertThat(byFile.shown()).isEqualTo(shown(setting, texts.get(0)));

    environment.put(setting.variable(), texts.get(1));
    var byEnvironment = entry(Settings.load(flags, environment), setting);
    assertThat(byEnvironment.origin()).isEqualTo(new Origin.Environment(setting.variable()));
    assertThat(byEnvironment.shown()).isEqualTo(shown(setting, texts.get(1)));

    flags.put(setting, texts.get(2));
    var byFlag = entry(Settings.load(flags, environment), setting);
    assertThat(byFlag.origin()).isEqualTo(new Origin.Flag(setting.flag()));
    assertThat(byFlag.shown()).isEqualTo(shown(setting, texts.get(2)));
  }

  @Test
  void thePageOfSettingsIsFresh() throws IOException {
    assertThat(Path.of("docs/settings.md"))
        .as("renew it: ./latchkey settings --markdown > docs/settings.md")
        .content()
        .isEqualTo(SettingsPage.markdown());
  }

  private static Entry<?> entry(Settings settings, Setting<?> setting) {
    return settings.entries().stream()
        .filter(e -> e.setting().equals(setting))
        .findFirst()
        .orElseThrow();
  }

  private static <T> String shown(Setting<T> setting, String text) {
    return setting.kind().show(setting.kind().read(text));
  }

  /// Three texts that this setting takes, different where it has three values.
  private static List<String> goodTexts(Setting<?> setting) {
    var good = TEXTS.stream().filter(text -> isGood(setting, text)).toList();
    assertThat(good).as("texts for " + setting).hasSizeGreaterThanOrEqualTo(2);
    return List.of(good.get(0), good.get(1), good.get(good.size() > 2 ? 2 : 0));
  }

  private static boolean isGood(Setting<?> setting, String text) {
    try {
      // What a setting takes and start refuses beside the defaults is not what this test is about.
      boolean local =
          !setting.equals(Setting.MANAGEMENT_HOST) || text.matches("localhost|127.0.0.2|::1");
      return local && shown(setting, text) != null;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }
}

package latchkey.settings;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import latchkey.settings.Settings.Entry;
import latchkey.settings.Settings.Given;

/// Reads the settings file, YAML or properties. In both, nesting and dots read as `-`:
/// `database: {url: …}`, `database.url` and `database-url` are one key.
final class SettingsFile {
  private static final List<String> NAMES =
      List.of("latchkey.yaml", "latchkey.yml", "latchkey.properties");

  private static final Map<String, Setting<?>> KNOWN =
      Setting.all().stream().collect(Collectors.toMap(Setting::name, Function.identity()));

  private final Path path;

  /// What would move the very file that says it.
  private final Set<Setting<?>> notHere;

  private final Map<Setting<?>, Given> given = new LinkedHashMap<>();

  private SettingsFile(Path path, Set<Setting<?>> notHere) {
    this.path = path;
    this.notHere = notHere;
  }

  /// What the file says: the one that `config` names, else the data folder's, else nothing.
  static Map<Setting<?>, Given> find(Entry<Optional<Path>> config, Path data) {
    if (config.value().isPresent()) {
      var path = config.value().get();
      if (!Files.isRegularFile(path)) {
        throw new BadSetting(
            "config: there is no file %s (%s)".formatted(path, config.origin().describe()));
      }
      return new SettingsFile(path, Set.of(Setting.CONFIG)).read();
    }
    var present = NAMES.stream().map(data::resolve).filter(Files::exists).toList();
    return switch (present.size()) {
      case 0 -> Map.of();
      case 1 -> new SettingsFile(present.getFirst(), Set.of(Setting.CONFIG, Setting.DATA)).read();
      default ->
          throw new BadSetting(
              "two settings files, %s and %s; keep one".formatted(present.get(0), present.get(1)));
    };
  }

  private Map<Setting<?>, Given> read() {
    try (var reader = Files.newBufferedReader(path)) {
      var name = path.toString();
      if (name.endsWith(".yaml") || name.endsWith(".yml")) {
        readYaml(reader);
      } else if (name.endsWith(".properties")) {
        readProperties(reader);
      } else {
        throw new BadSetting("config: %s must end in .yaml, .yml or .properties".formatted(path));
      }
      return given;
    } catch (JsonProcessingException e) {
      throw new BadSetting(
          "file %s, line %d: %s"
              .formatted(
                  path,
                  e.getLocation().getLineNr(),
                  e.getOriginalMessage().lines().findFirst().orElse("")));
    } catch (CharacterCodingException _) {
      throw new BadSetting("file %s: is not UTF-8".formatted(path));
    } catch (IOException | IllegalArgumentException e) {
      throw new BadSetting("file %s: cannot be read: %s".formatted(path, e.getMessage()));
    }
  }

  private void readProperties(Reader reader) throws IOException {
    // Properties keeps the last of two equal keys; put() is how it tells of each.
    new Properties() {
      private static final long serialVersionUID = 1;

      @Override
      public synchronized Object put(Object key, Object value) {
        SettingsFile.this.put(key.toString(), value.toString().strip());
        return value;
      }
    }.load(reader);
  }

  private void readYaml(Reader reader) throws IOException {
    try (var parser = new YAMLFactory().createParser(reader)) {
      var first = parser.nextToken();
      if (first == null) {
        return;
      }
      if (first != JsonToken.START_OBJECT) {
        throw new BadSetting("file %s: expected lines such as port: 8080".formatted(path));
      }
      readMap(parser, "");
      if (parser.nextToken() != null) {
        throw new BadSetting("file %s: holds more than one document".formatted(path));
      }
    }
  }

  private void readMap(JsonParser parser, String prefix) throws IOException {
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      var key = prefix + parser.currentName();
      switch (parser.nextToken()) {
        case START_OBJECT -> readMap(parser, key + ".");
        case START_ARRAY -> put(key, readList(parser, key));
        case VALUE_NULL -> put(key, "");
        default -> put(key, parser.getText());
      }
    }
  }

  private String readList(JsonParser parser, String key) throws IOException {
    var values = new ArrayList<String>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (!parser.currentToken().isScalarValue()) {
        throw new BadSetting("file %s: %s: a list holds plain values only".formatted(path, key));
      }
      values.add(parser.getText());
    }
    return String.join(",", values);
  }

  private void put(String key, String text) {
    var name = key.replace('.', '-');
    var setting = KNOWN.get(name);
    if (setting == null) {
      throw new BadSetting(
          "unknown setting in file %s: %s%s"
              .formatted(path, key, Nearest.hint(name, KNOWN.keySet())));
    }
    if (notHere.contains(setting)) {
      throw new BadSetting(
          "file %s: %s cannot be set here, since it says where this file is; use %s or %s"
              .formatted(path, setting, setting.flag(), setting.variable()));
    }
    if (given.put(setting, new Given(text, new Origin.File(path, key))) != null) {
      throw new BadSetting("file %s: %s is set twice".formatted(path, setting));
    }
  }
}

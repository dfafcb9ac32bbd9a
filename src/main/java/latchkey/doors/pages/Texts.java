package latchkey.doors.pages;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;

/// What the pages say, in one language: names and texts, where `{0}`, `{1}` … stand for what a
/// page puts in.
public final class Texts {
  /// One file for each, so that a part of the pages has its own.
  static final List<String> PARTS =
      List.of(
          "common",
          "keys",
          "key",
          "people",
          "teams",
          "profile",
          "agents",
          "contacts",
          "imports",
          "crm",
          "audit",
          "usage",
          "advice",
          "explain",
          "forms",
          "settings",
          "operator",
          "docs");

  private static final Texts ENGLISH = read("en");

  private final Map<String, String> texts;

  private Texts(Map<String, String> texts) {
    this.texts = Map.copyOf(texts);
  }

  public static Texts english() {
    return ENGLISH;
  }

  private static Texts read(String language) {
    Map<String, String> texts = new HashMap<>();
    for (String part : PARTS) {
      String file = "/pages/texts/%s/%s.properties".formatted(language, part);
      try (Reader reader =
          new InputStreamReader(
              Objects.requireNonNull(Texts.class.getResourceAsStream(file), file),
              StandardCharsets.UTF_8)) {
        Properties properties = new Properties();
        properties.load(reader);
        for (String name : properties.stringPropertyNames()) {
          if (texts.put(name, properties.getProperty(name)) != null) {
            throw new IllegalStateException("two texts are called " + name);
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return new Texts(texts);
  }

  /// All names, for those who check them.
  public Map<String, String> all() {
    return texts;
  }

  public boolean has(String name) {
    return texts.containsKey(name);
  }

  public String of(String name, Object... values) {
    String text = texts.get(name);
    if (text == null) {
      throw new IllegalArgumentException("there is no text " + name);
    }
    for (int i = 0; i < values.length; i++) {
      text = text.replace("{" + i + "}", String.valueOf(values[i]));
    }
    return text;
  }

  /// The text for one thing or for several: `name.one` or `name.many`.
  public String count(String name, long count) {
    return of(name + (count == 1 ? ".one" : ".many"), Clock.number(count));
  }
}

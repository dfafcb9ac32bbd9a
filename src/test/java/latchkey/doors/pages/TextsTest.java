package latchkey.doors.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TextsTest {
  private static final Path TEMPLATES = Path.of("src/main/jte");
  private static final Path CODE = Path.of("src/main/java/latchkey/doors/pages");
  private static final Pattern QUOTED = Pattern.compile("\"([a-z][A-Za-z0-9_.-]*)\"");
  private static final Pattern SHOWN = Pattern.compile("\\.(t|count)\\(\"([^\"]+)\"[,)]");

  private final Set<String> names = Texts.english().all().keySet();

  private static String sources() throws IOException {
    try (Stream<Path> templates = Files.walk(TEMPLATES);
        Stream<Path> code = Files.walk(CODE)) {
      List<String> texts = new ArrayList<>();
      for (Path file : Stream.concat(templates, code).filter(Files::isRegularFile).toList()) {
        texts.add(Files.readString(file));
      }
      return String.join("\n", texts);
    }
  }

  @Test
  void everyTextThatATemplateShowsExists() throws IOException {
    Set<String> missing = new TreeSet<>();
    for (Matcher shown = SHOWN.matcher(sources()); shown.find(); ) {
      String name = shown.group(2);
      if (shown.group(1).equals("t")) {
        missing.add(name);
      } else {
        missing.add(name + ".one");
        missing.add(name + ".many");
      }
    }
    missing.removeAll(names);
    assertThat(missing).isEmpty();
  }

  /// A name that is put together, such as `nav.` and a section's, is used if a source has its
  /// beginning up to a dot.
  @Test
  void everyTextIsUsed() throws IOException {
    String sources = sources();
    Set<String> quoted =
        QUOTED.matcher(sources).results().map(match -> match.group(1)).collect(Collectors.toSet());
    List<String> unused =
        names.stream()
            .filter(name -> !quoted.contains(name.replaceFirst("\\.(one|many)$", "")))
            .filter(name -> !quoted.contains(name))
            .filter(name -> beginnings(name).noneMatch(quoted::contains))
            .sorted()
            .toList();
    assertThat(unused).isEmpty();
  }

  private static Stream<String> beginnings(String name) {
    return IntStream.range(0, name.length())
        .filter(i -> name.charAt(i) == '.')
        .mapToObj(dot -> name.substring(0, dot + 1));
  }

  @Test
  void aTextTakesItsValuesInTheirPlaces() {
    assertThat(Texts.english().of("request", "r-1")).isEqualTo("Request r-1");
    assertThat(Texts.english().count("time.days", 1)).isEqualTo("1 day");
    assertThat(Texts.english().count("time.days", 1_200)).isEqualTo("1,200 days");
  }
}

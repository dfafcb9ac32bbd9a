package latchkey.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import latchkey.TestServer;
import latchkey.doors.pages.Screen;
import latchkey.doors.pages.Screen.Audience;
import latchkey.http.Method;

/// All pages of the dashboard and what their forms do, as the program lists them: a new one is
/// tested without anybody remembering.
///
/// Who adds a path with a new `{name}` says in [TestServer#things] which thing of the demo that is.
final class Places {
  private static final Pattern NAME = Pattern.compile("\\{([a-zA-Z]+)}");

  private Places() {}

  /// Pages for everybody.
  static Stream<String> openPages() {
    return paths(Method.GET, Audience.EVERYBODY);
  }

  /// Pages for who is signed in.
  static Stream<String> pages() {
    return paths(Method.GET, Audience.SIGNED_IN);
  }

  static Stream<String> allPages() {
    return Stream.concat(openPages(), pages());
  }

  /// What forms do before anybody is signed in.
  static Stream<String> openForms() {
    return paths(Method.POST, Audience.EVERYBODY);
  }

  /// What forms do for who is signed in.
  static Stream<String> forms() {
    return paths(Method.POST, Audience.SIGNED_IN);
  }

  static Stream<String> everyForm() {
    return Stream.concat(openForms(), forms());
  }

  private static Stream<String> paths(Method method, Audience audience) {
    List<String> found =
        TestServer.screens().stream()
            .filter(screen -> screen.method() == method && screen.audience() == audience)
            .map(Screen::path)
            .toList();
    assertThat(found).isNotEmpty();
    return found.stream();
  }

  /// The path with things of the demo for its names.
  static String filled(TestServer server, String path) {
    return filled(server.things(), path);
  }

  static String filled(Map<String, String> things, String path) {
    Matcher names = NAME.matcher(path);
    return names.replaceAll(
        name -> {
          assertThat(things).as("which thing of the demo this is").containsKey(name.group(1));
          return things.get(name.group(1));
        });
  }
}

package latchkey.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import latchkey.TestServer;
import latchkey.people.Role;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// From the start page by every link that each role is shown: none leads to nothing, or to what
/// the role may not see; and every form has somewhere to go, and the token that it needs there.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LinksTest {
  private static final Pattern LINK = Pattern.compile("<a [^>]*?href=\"([^\"]*)\"");
  private static final Pattern FORM =
      Pattern.compile("<form\\b([^>]*)>(.*?)</form>", Pattern.DOTALL);
  private static final Pattern ACTION = Pattern.compile("\\b(?:action|hx-post)=\"([^\"]*)\"");
  private static final Pattern SENT = Pattern.compile("method=\"post\"|hx-post=");

  /// Of each kind of page this many are looked at.
  private static final int MOST_OF_A_KIND = 3;

  private TestServer server;

  @BeforeAll
  void start() {
    server = TestServer.start();
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void everyLinkAndFormLeadsSomewhere(Role role) {
    Wire who = Wire.session(server, server.session(role));
    Map<String, Integer> kinds = new HashMap<>();
    Set<String> seen = new HashSet<>(Set.of("/"));
    Deque<String> ahead = new ArrayDeque<>(seen);
    List<String> wrong = new ArrayList<>();
    while (!ahead.isEmpty()) {
      String path = ahead.removeFirst();
      HttpResponse<String> answer = who.get(path);
      if (answer.statusCode() != 200 && answer.statusCode() != 303) {
        wrong.add(path + " is answered " + answer.statusCode());
      }
      List<String> next = new ArrayList<>(answer.headers().allValues("Location"));
      if (answer.headers().firstValue("Content-Type").orElse("").startsWith("text/html")) {
        next.addAll(links(answer.body()));
        wrong.addAll(forms(path, answer.body()));
      }
      for (String link : next) {
        Optional<String> target = target(path, link);
        if (target.isPresent()
            && seen.add(target.get())
            && kinds.merge(kind(target.get()), 1, Integer::sum) <= MOST_OF_A_KIND) {
          ahead.add(target.get());
        }
      }
    }
    assertThat(wrong).as("what is wrong for %s, of %s pages", role, seen.size()).isEmpty();
    assertThat(seen).hasSizeGreaterThan(10);
  }

  private static List<String> links(String html) {
    return LINK.matcher(html).results().map(link -> unescaped(link.group(1))).toList();
  }

  private static List<String> forms(String path, String html) {
    List<String> wrong = new ArrayList<>();
    Matcher forms = FORM.matcher(html);
    while (forms.find()) {
      Matcher action = ACTION.matcher(forms.group(1));
      boolean sent = SENT.matcher(forms.group(1)).find();
      if (!sent || !action.find()) {
        continue;
      }
      String target = target(path, unescaped(action.group(1))).orElse("");
      if (Places.everyForm().noneMatch(form -> fits(form, target.split("\\?", 2)[0]))) {
        wrong.add(path + " has a form for nothing: " + target);
      }
      if (!forms.group(2).contains("name=\"_csrf\"")) {
        wrong.add(path + " has a form without a token: " + target);
      }
    }
    return wrong;
  }

  /// The path that a link leads to from there; none if it leads away or stays on the page.
  private static Optional<String> target(String from, String link) {
    if (link.startsWith("#") || link.matches("(mailto|https?|data):.*")) {
      return Optional.empty();
    }
    URI to = URI.create("http://x" + from).resolve(link.split("#", 2)[0]);
    String query = to.getRawQuery() == null ? "" : "?" + to.getRawQuery();
    return Optional.of(to.getRawPath() + query);
  }

  /// The page's path as its route has it, so that a thousand keys are one kind; a list in another
  /// order is another kind.
  private static String kind(String target) {
    String path = target.split("\\?", 2)[0];
    String names = target.replaceFirst("^[^?]*", "").replaceAll("=[^&]*", "");
    return Places.allPages().filter(page -> fits(page, path)).findFirst().orElse(path) + names;
  }

  private static boolean fits(String template, String path) {
    return path.matches(template.replaceAll("\\{[^}]*}", "[^/]+"));
  }

  private static String unescaped(String attribute) {
    return attribute
        .replace("&#34;", "\"")
        .replace("&#39;", "'")
        .replace("&lt;", "<")
        .replace("&amp;", "&");
  }
}

package latchkey.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import latchkey.people.Role;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Where each role is led, and that it is refused elsewhere.
class NavigationTest {
  private static final List<String> EVERYBODY =
      List.of("/agents", "/contacts", "/teams", "/audit-logs", "/settings", "/docs");
  private static final List<String> KEYS = List.of("/keys", "/advice", "/explain");

  @RegisterExtension static final Site SITE = Site.demo();

  /// As the documented systems have it: only owners and admins see keys.
  private static List<String> sections(Role role) {
    List<String> sections = new ArrayList<>(EVERYBODY);
    if (role == Role.OWNER || role == Role.ADMIN) {
      sections.addAll(KEYS);
    }
    if (role != Role.MEMBER) {
      sections.add("/usage");
    }
    if (role == Role.OWNER) {
      sections.add("/operator"); // the demo's owner is its operator too
    }
    return sections;
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void theNavigationLeadsEachRoleToWhatItMaySee(Role role) {
    Page page = SITE.open(role, "/");
    List<String> links = new ArrayList<>();
    for (var link : page.locator(".side nav a").all()) {
      links.add(Objects.requireNonNull(link.getAttribute("href")));
    }
    assertThat(links).containsExactlyInAnyOrderElementsOf(sections(role));
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void whereARoleMayNotGoItIsToldSo(Role role) {
    Set<String> pages = Places.pages().collect(Collectors.toSet());
    List<String> elsewhere =
        Stream.concat(KEYS.stream(), Stream.of("/usage", "/operator"))
            .filter(section -> pages.contains(section) && !sections(role).contains(section))
            .toList();
    Page page = SITE.open(role, "/");
    for (String section : elsewhere) {
      Response answer = page.navigate(section);
      assertThat(answer.status()).as("%s at %s", role, section).isEqualTo(403);
      assertThat(page.getByText("Not for your role")).isVisible();
    }
  }
}

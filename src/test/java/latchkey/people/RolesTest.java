package latchkey.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class RolesTest {
  @Test
  void thePageShowsTheTable() throws IOException {
    Path page = Path.of("docs/roles.md");
    if (System.getenv("UPDATE_DOCS") != null) {
      Files.writeString(page, RolesPage.text());
    }
    assertThat(page)
        .as("renew it: UPDATE_DOCS=1 ./mvnw test -Dtest=RolesTest")
        .hasContent(RolesPage.text());
  }

  @Test
  void theOwnerHoldsEveryRight() {
    assertThat(Role.OWNER.rights()).containsExactly(Right.values());
  }

  @Test
  void onlyOwnersAndAdminsSeeOrManageKeys() {
    assertThat(Right.KEYS_READ.holders()).containsExactly(Role.OWNER, Role.ADMIN);
    assertThat(Right.KEYS_MANAGE.holders()).containsExactly(Role.OWNER, Role.ADMIN);
  }

  @Test
  void onlyTheOwnerManagesAdminsTheOrganizationAndBilling() {
    assertThat(Role.ADMIN.rights())
        .doesNotContain(
            Right.ADMINS_MANAGE,
            Right.ORGANIZATION_UPDATE,
            Right.OWNERSHIP_TRANSFER,
            Right.BILLING_MANAGE)
        .hasSize(Right.values().length - 4);
  }

  @Test
  void aViewerChangesNothing() {
    assertThat(Role.VIEWER.rights())
        .allMatch(right -> right.name().endsWith("_READ") || right == Right.AUDIT_READ_OWN);
  }

  @Test
  void nobodyHandsAKeyAPermissionThatTheyDoNotHold() {
    assertThat(Role.OWNER.mayGrant("organization.update")).isTrue();
    assertThat(Role.ADMIN.mayGrant("organization.update")).isFalse();
    assertThat(Role.ADMIN.mayGrant("contacts.delete")).isTrue();
    assertThat(Role.MANAGER.mayGrant("keys.create")).isFalse();
  }
}

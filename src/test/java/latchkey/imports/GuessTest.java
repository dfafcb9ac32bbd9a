package latchkey.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GuessTest {
  private final Guess guess =
      new Guess(Map.of("customFields.plan", "Chosen plan", "customFields.tel", "Phone"));

  private List<String> of(String... titles) {
    return guess.of(List.of(titles)).stream().map(field -> field.orElse("-")).toList();
  }

  @Test
  void columnsAreRecognizedByTheWordsThatPeopleUse() {
    assertThat(of("Full Name", "E-Mail", "Mobile Number", "External ID", "GENDER", "Notes"))
        .containsExactly("name", "email", "mobileNumber", "externalReferenceId", "gender", "-");
  }

  @Test
  void theNamesOfContactsFieldsAreRecognizedAsTheyAre() {
    List<String> names =
        List.of(
            "externalReferenceId",
            "name",
            "email",
            "mobileNumber",
            "gender",
            "status",
            "stage",
            "owner",
            "secondaryOwner");
    assertThat(guess.of(names)).isEqualTo(names.stream().map(Optional::of).toList());
  }

  @Test
  void anAgentsOwnFieldsAreRecognizedByLabelAndByNameAndNeverShadowTheUsualOnes() {
    assertThat(of("chosen plan", "Phone", "customFields.tel"))
        .containsExactly("customFields.plan", "mobileNumber", "customFields.tel");
    assertThat(of("customFields.plan")).containsExactly("customFields.plan");
  }

  @Test
  void onlyTheNameMayBeSeveralColumns() {
    assertThat(of("First name", "Last name", "Email", "Mail", "", "  "))
        .containsExactly("name", "name", "email", "-", "-", "-");
  }
}

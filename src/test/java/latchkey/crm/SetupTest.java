package latchkey.crm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import latchkey.crm.Automations.Created;
import org.junit.jupiter.api.Test;

class SetupTest {
  private static final CustomField BIRTH =
      new CustomField(
          "dateOfBirth",
          "Date of birth",
          CustomField.Type.DATE,
          true,
          false,
          OptionalInt.empty(),
          List.of(),
          false);

  @Test
  void whatIsStoredIsReadBackAsItWas() {
    CustomField size =
        new CustomField(
            "size",
            "Size",
            CustomField.Type.MULTI_CHOICE,
            false,
            false,
            OptionalInt.empty(),
            List.of("S", "M"),
            true);
    CustomField note =
        new CustomField(
            "note",
            "Note",
            CustomField.Type.TEXT,
            false,
            true,
            OptionalInt.of(200),
            List.of(),
            false);
    Automations automations =
        new Automations(
            new Created(new Assignment.Creator(), Optional.of("New")),
            new Created(
                new Assignment.RoundRobin(List.of("ann", "bob"), List.of("cid", "dan")),
                Optional.empty()));
    Setup setup =
        new Setup(List.of("New"), List.of("On"), List.of(BIRTH, size, note), automations, 7);
    assertThat(SetupText.setup(SetupText.of(setup), 7)).isEqualTo(setup);
    assertThat(SetupText.setup(SetupText.of(Setup.DEFAULT), 0)).isEqualTo(Setup.DEFAULT);
  }

  @Test
  void aKeyIsMadeOfTheLabelAndIsFree() {
    assertThat(CustomField.keyOf("Date of birth", Set.of())).isEqualTo("dateOfBirth");
    assertThat(CustomField.keyOf("Date of birth", Set.of("dateOfBirth"))).isEqualTo("dateOfBirth2");
    assertThat(CustomField.keyOf("Größe (cm)", Set.of())).isEqualTo("groECm");
    assertThat(CustomField.keyOf("2nd phone", Set.of())).isEqualTo("field2ndPhone");
    assertThat(CustomField.keyOf("名字", Set.of("field"))).isEqualTo("field2");
    assertThat(CustomField.keyOf("x".repeat(200), Set.of())).hasSize(60);
  }

  @Test
  void namesAreThereOnceWhateverTheirCase() {
    assertThatThrownBy(() -> stages("Lead", "lead")).hasMessageContaining("\"lead\" already");
    assertThatThrownBy(() -> stages("Lead", " ")).hasMessageContaining("1 to 60");
    assertThatThrownBy(() -> stages("a\nb")).hasMessageContaining("printable");
    assertThatThrownBy(SetupTest::stages).hasMessageContaining("1 to 50");
    assertThat(stages(" Lead ").stages()).containsExactly("Lead");
  }

  private static Setup stages(String... stages) {
    return new Setup(List.of(stages), List.of("On"), List.of(), Automations.DEFAULT, 1);
  }

  @Test
  void aFieldIsWhatItsTypeCanBe() {
    assertThatThrownBy(() -> field(CustomField.Type.BOOLEAN, true, OptionalInt.empty()))
        .hasMessage("a boolean cannot be unique");
    assertThatThrownBy(() -> field(CustomField.Type.NUMBER, false, OptionalInt.of(3)))
        .hasMessageContaining("only a text");
    assertThatThrownBy(() -> field(CustomField.Type.TEXT, false, OptionalInt.of(0)))
        .hasMessageContaining("1 to 10000");
    assertThatThrownBy(() -> field(CustomField.Type.CHOICE, false, OptionalInt.empty()))
        .hasMessageContaining("1 to 200");
    assertThatThrownBy(() -> field(CustomField.Type.DATE, false, OptionalInt.empty(), "x"))
        .hasMessageContaining("no choices");
  }

  private static CustomField field(
      CustomField.Type type, boolean unique, OptionalInt length, String... of) {
    return new CustomField("key", "Label", type, false, unique, length, List.of(of), false);
  }

  @Test
  void nobodyIsPrimaryAndSecondaryAdmin() {
    assertThatThrownBy(() -> new Assignment.Selected("ann", Optional.of("ann")))
        .hasMessageContaining("both");
    assertThatThrownBy(() -> robin(List.of("ann", "bob"), List.of("bob", "cid")))
        .hasMessageContaining("both");
    assertThatThrownBy(() -> robin(List.of("ann"), List.of())).hasMessageContaining("at least two");
    assertThatThrownBy(() -> robin(List.of("ann", "bob"), List.of("cid")))
        .hasMessageContaining("at least two secondary");
    assertThatThrownBy(() -> robin(List.of("ann", "ann"), List.of())).hasMessageContaining("twice");
  }

  private static Assignment robin(List<String> primary, List<String> secondary) {
    return new Assignment.RoundRobin(primary, secondary);
  }

  @Test
  void anAutomationSetsAStageThatThereIs() {
    Created none = new Created(new Assignment.None(), Optional.empty());
    Automations automations =
        new Automations(none, new Created(new Assignment.None(), Optional.of("Gone")));
    assertThatThrownBy(() -> new Setup(List.of("Lead"), List.of("On"), List.of(), automations, 1))
        .hasMessage("there is no stage \"Gone\"");
    assertThatThrownBy(
            () -> new Automations(none, new Created(new Assignment.Creator(), Optional.empty())))
        .hasMessageContaining("no creator");
  }
}

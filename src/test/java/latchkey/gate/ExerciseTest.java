package latchkey.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import latchkey.access.Catalog;
import latchkey.access.Grants;
import latchkey.gate.Exercise.Held;
import latchkey.usage.UsageReader.GrantedAction;
import org.junit.jupiter.api.Test;

/// Which permissions granted calls made use of.
class ExerciseTest {
  private static final Grants GRANTS =
      Grants.parse(List.of("contacts.*", "leads.read"), Catalog.BUILT_IN);

  private static Exercise of(GrantedAction... granted) {
    return Exercise.of(GRANTS, List.of(granted));
  }

  @Test
  void everyPermissionThatIsHeldIsListedWithItsCallsAndItsLastDay() {
    assertThat(
            of(
                new GrantedAction("contacts.read", 5, 20),
                new GrantedAction("contacts.read AND leads.read", 2, 21),
                new GrantedAction("any", 9, 30)))
        .isEqualTo(
            new Exercise(
                List.of(
                    new Held("contacts.create", 0, 0),
                    new Held("contacts.read", 7, 21),
                    new Held("contacts.update", 0, 0),
                    new Held("contacts.delete", 0, 0),
                    new Held("leads.read", 2, 21)),
                true));
  }

  @Test
  void wildcardsAndNamesOfDialectsExerciseAllThatTheyStandFor() {
    assertThat(used(of(new GrantedAction("contacts.write", 1, 1))))
        .containsExactly("contacts.create", "contacts.update", "contacts.delete");
    assertThat(used(of(new GrantedAction("*.read", 1, 1))))
        .containsExactly("contacts.read", "leads.read");
  }

  @Test
  void ofAlternativesAllThatAreHeldAreExercisedAndNoOthers() {
    assertThat(used(of(new GrantedAction("calls.read OR contacts.read OR leads.read", 1, 1))))
        .containsExactly("contacts.read", "leads.read");
    assertThat(used(of(new GrantedAction("calls.read", 1, 1)))).isEmpty();
  }

  @Test
  void whatWasAskedAndIsNotKnownIsSaid() {
    assertThat(of(new GrantedAction("other", 1, 1)).complete()).isFalse();
    assertThat(of(new GrantedAction("a newer (", 1, 1)).complete()).isFalse();
    assertThat(of().complete()).isTrue();
  }

  private static List<String> used(Exercise exercise) {
    return exercise.permissions().stream()
        .filter(held -> held.calls() > 0)
        .map(Held::permission)
        .toList();
  }
}

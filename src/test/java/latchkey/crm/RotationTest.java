package latchkey.crm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class RotationTest {
  private static final List<String> ORDER = List.of("ann", "bob", "cid", "dan", "eve");

  @Property
  void turnsAreSpreadEvenly(
      @ForAll @IntRange(min = 2, max = 5) int people, @ForAll @IntRange(max = 60) int turns) {
    List<String> order = ORDER.subList(0, people);
    List<String> taken = new ArrayList<>();
    String last = "";
    for (int i = 0; i < turns; i++) {
      last = Rotation.next(order, Set.copyOf(order), last).orElseThrow();
      taken.add(last);
    }
    List<Integer> shares = order.stream().map(p -> Collections.frequency(taken, p)).toList();
    assertThat(Collections.max(shares) - Collections.min(shares)).isLessThanOrEqualTo(1);
  }

  /// Who is there comes and goes; whoever stays is never passed over.
  @Property
  void betweenTwoTurnsOfOneEverybodyWhoStayedHadOne(
      @ForAll @Size(max = 40) List<@Size(max = 5) Set<@IntRange(max = 4) Integer>> absences) {
    List<String> taken = new ArrayList<>();
    List<Set<String>> there = new ArrayList<>();
    String last = "";
    for (Set<Integer> absent : absences) {
      Set<String> able = new HashSet<>(ORDER);
      absent.forEach(person -> able.remove(ORDER.get(person)));
      var next = Rotation.next(ORDER, able, last);
      assertThat(next.isEmpty()).isEqualTo(able.isEmpty());
      if (next.isPresent()) {
        last = next.get();
        assertThat(able).contains(last);
        taken.add(last);
        there.add(able);
      }
    }
    for (int i = 0; i < taken.size(); i++) {
      int again = taken.subList(i + 1, taken.size()).indexOf(taken.get(i)) + i + 1;
      if (again > i) {
        Set<String> stayed = new HashSet<>(ORDER);
        there.subList(i, again + 1).forEach(stayed::retainAll);
        assertThat(taken.subList(i, again + 1)).containsAll(stayed);
      }
    }
  }
}

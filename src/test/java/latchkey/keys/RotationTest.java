package latchkey.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import latchkey.keys.Key.Stamp;
import latchkey.keys.Rotation.Cancel;
import latchkey.keys.Rotation.Event;
import latchkey.keys.Rotation.Moved;
import latchkey.keys.Rotation.Overlapping;
import latchkey.keys.Rotation.Quiet;
import latchkey.keys.Rotation.Retire;
import latchkey.keys.Rotation.Single;
import latchkey.keys.Rotation.Start;
import latchkey.keys.Rotation.Stays;
import latchkey.keys.Rotation.Step;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class RotationTest {
  private static final long DAY = 86_400_000L;
  private static final long MOST = 10 * DAY;

  /// An event, and how long after the one before it comes.
  record Then(long later, Event event) {}

  @Provide
  Arbitrary<List<Then>> histories() {
    Arbitrary<Long> times = Arbitraries.longs().between(0, MOST);
    Arbitrary<Retirement> retirements =
        Arbitraries.oneOf(
            Arbitraries.just(new Retirement.ByHand()),
            times.map(Retirement.At::new),
            Arbitraries.integers().between(1, 5).map(Retirement.WhenQuiet::new));
    Arbitrary<Event> events =
        Arbitraries.oneOf(
            retirements.map(retirement -> new Start(new Stamp(0, "ann"), retirement)),
            Arbitraries.just(new Retire()),
            Arbitraries.just(new Cancel()),
            times.map(Quiet::new));
    return times
        .map(time -> time / 20)
        .flatMap(later -> events.map(event -> new Then(later, event)))
        .list()
        .ofMaxSize(30);
  }

  private static Event at(long now, Event event) {
    return event instanceof Start(_, var retirement)
        ? new Start(new Stamp(now, "ann"), retirement)
        : event;
  }

  @Property
  void aKeyAlwaysHasOneSecretThatGoesOnAndAnotherOnlyBetweenAStartAndItsEnd(
      @ForAll("histories") List<Then> history) {
    Rotation state = Rotation.first();
    long now = 0;
    for (Then then : history) {
      now += then.later();
      Rotation before = state.at(now);
      Step step = before.next(at(now, then.event()), now);
      if (step instanceof Moved(var to)) {
        switch (before) {
          case Single(int slot) -> {
            assertThat(then.event()).isInstanceOf(Start.class);
            assertThat(to).isInstanceOf(Overlapping.class);
            assertThat(to.slot()).isEqualTo(1 - slot);
          }
          case Overlapping overlap -> {
            boolean cancelled = then.event() instanceof Cancel;
            assertThat(to).isEqualTo(new Single(cancelled ? overlap.oldSlot() : overlap.slot()));
          }
        }
        state = to;
      } else {
        assertThat(step).isInstanceOf(Stays.class);
      }
      // The one that goes on never retires.
      assertThat(state.retiresAt(state.slot())).isEqualTo(Long.MAX_VALUE);
    }
  }

  @Property
  void anOldSecretIsNeverTakenForQuietWhileItIsUsed(@ForAll("histories") List<Then> history) {
    Overlapping overlap = new Overlapping(1, new Stamp(0, "ann"), new Retirement.WhenQuiet(2));
    long lastUse = 0;
    long now = 0;
    for (Then then : history) {
      now += then.later();
      lastUse = then.event() instanceof Retire ? now : lastUse; // a use
      boolean retired = overlap.next(new Quiet(lastUse), now) instanceof Moved;
      assertThat(retired).isEqualTo(now - lastUse >= 2 * DAY);
    }
  }

  @Test
  void aDateHoldsToTheMillisecondAndNeedsNobody() {
    Rotation overlap = new Overlapping(1, new Stamp(0, "ann"), new Retirement.At(100));
    assertThat(overlap.at(99)).isSameAs(overlap);
    assertThat(overlap.at(100)).isEqualTo(new Single(1));
    assertThat(overlap.retiresAt(0)).isEqualTo(100);
    assertThat(overlap.retiresAt(1)).isEqualTo(Long.MAX_VALUE);
    assertThat(overlap.next(new Cancel(), 99)).isEqualTo(new Moved(new Single(0)));
    assertThat(overlap.next(new Cancel(), 100)).isInstanceOf(Stays.class);
  }

  @Test
  void aRotationDoesNotStartWithAnEndInThePast() {
    Start past = new Start(new Stamp(100, "ann"), new Retirement.At(100));
    assertThat(Rotation.first().next(past, 100)).isInstanceOf(Stays.class);
    assertThat(Rotation.first().next(past, 99)).isInstanceOf(Moved.class);
  }

  @Test
  void onlyARuleOfQuietRetiresByItself() {
    Rotation byHand = new Overlapping(1, new Stamp(0, "ann"), new Retirement.ByHand());
    assertThat(byHand.next(new Quiet(0), 1_000 * DAY)).isInstanceOf(Stays.class);
  }
}

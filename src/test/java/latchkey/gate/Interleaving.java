package latchkey.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Runs actors one at a time, in an order that the test chooses: each goes on until it [#stop]s,
/// ends, or waits for what another one has to do.
///
/// The actors are virtual threads, because those are seen to go on as soon as they are woken;
/// that is how the next choice waits for all of them without a clock.
final class Interleaving {
  /// Which of so many actors goes on next, counted from 0.
  interface Choice {
    int among(int actors);
  }

  private static final ScopedValue<Actor> ACTOR = ScopedValue.newInstance();

  private final List<Actor> actors = new ArrayList<>();

  void actor(Runnable work) {
    actors.add(new Actor(work));
  }

  /// Called by an actor: it stands here until it is chosen again. For others it does nothing.
  static void stop() {
    if (ACTOR.isBound()) {
      ACTOR.get().stop();
    }
  }

  void run(Choice choice) {
    while (true) {
      settle();
      List<Actor> ready = actors.stream().filter(Actor::isStopped).toList();
      if (ready.isEmpty()) {
        break;
      }
      ready.get(choice.among(ready.size())).goOn();
    }
    for (Actor actor : actors) {
      actor.requireEnd();
    }
  }

  /// Runs `body` once for every sequence of choices; says how many there were.
  static int every(Consumer<Choice> body) {
    List<Integer> chosen = new ArrayList<>();
    int runs = 0;
    do {
      List<Integer> counts = new ArrayList<>();
      body.accept(
          actors -> {
            counts.add(actors);
            if (chosen.size() < counts.size()) {
              chosen.add(0);
            }
            return chosen.get(counts.size() - 1);
          });
      runs++;
      // The last choice that has another alternative takes it; what came after is open again.
      while (!chosen.isEmpty() && chosen.getLast() + 1 == counts.get(chosen.size() - 1)) {
        chosen.removeLast();
      }
      if (!chosen.isEmpty()) {
        chosen.add(chosen.removeLast() + 1);
      }
    } while (!chosen.isEmpty());
    return runs;
  }

  @SuppressWarnings("ThreadPriorityCheck") // yields for speed only: the actors need the processors
  private void settle() {
    while (!actors.stream().allMatch(Actor::isSettled)) {
      Thread.yield();
    }
  }

  private static final class Actor {
    private enum State {
      STOPPED,
      RUNNING,
      ENDED
    }

    private final Semaphore chosen = new Semaphore(0);
    private final Thread thread;
    private volatile State state = State.RUNNING;
    private volatile @Nullable Throwable failure;

    Actor(Runnable work) {
      thread =
          Thread.ofVirtual().unstarted(() -> ScopedValue.where(ACTOR, this).run(() -> act(work)));
      thread.start();
    }

    private void act(Runnable work) {
      try {
        stop();
        work.run();
      } catch (Throwable e) {
        failure = e;
      } finally {
        state = State.ENDED;
      }
    }

    void stop() {
      state = State.STOPPED;
      chosen.acquireUninterruptibly();
    }

    void goOn() {
      state = State.RUNNING;
      chosen.release();
    }

    boolean isStopped() {
      return state == State.STOPPED;
    }

    boolean isSettled() {
      return state == State.ENDED || thread.getState() == Thread.State.WAITING;
    }

    void requireEnd() {
      if (failure != null) {
        throw new AssertionError("an actor failed", failure);
      }
      if (state != State.ENDED) {
        throw new AssertionError("an actor waits for ever");
      }
    }
  }
}

package latchkey.imports;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import latchkey.audit.By;
import latchkey.crm.Place;

/// One file on its way to being contacts, and how far it has come.
///
/// @param rows of the file, without its header
/// @param plan what it is to do, once somebody has said so
/// @param resumed how often a run went on after the program had ended in its middle
/// @param why it failed
/// @param by who started it, or has sent the file
public record Import(
    String id,
    Place place,
    String fileName,
    Sheet.Form form,
    List<String> titles,
    long rows,
    State state,
    Optional<Plan> plan,
    Progress progress,
    Undone undone,
    int resumed,
    Optional<String> why,
    By by,
    long createdAt,
    OptionalLong startedAt,
    OptionalLong endedAt) {
  /// Where it stands.
  public enum State {
    /// The file is there; what its columns are for is still to be said.
    READY,
    RUNNING,
    DONE,
    CANCELLED,
    FAILED,
    UNDOING,
    UNDONE;

    /// Whether the program works on it.
    public boolean atWork() {
      return this == RUNNING || this == UNDOING;
    }
  }

  /// Rows that have taken effect, each exactly once, by what became of them.
  public record Progress(long created, long updated, long skipped, long failed) {
    public static final Progress NONE = new Progress(0, 0, 0, 0);

    public long done() {
      return created + updated + skipped + failed;
    }

    Progress plus(Progress more) {
      return new Progress(
          created + more.created,
          updated + more.updated,
          skipped + more.skipped,
          failed + more.failed);
    }
  }

  /// Contacts of an import that was undone: those it had created and are gone, those that are as
  /// they were before, and those that somebody has changed since and which stay.
  public record Undone(long removed, long restored, long kept) {
    public static final Undone NONE = new Undone(0, 0, 0);

    Undone plus(Undone more) {
      return new Undone(removed + more.removed, restored + more.restored, kept + more.kept);
    }
  }

  public Import {
    titles = List.copyOf(titles);
  }

  /// Whether there is something that could be undone.
  public boolean undoable() {
    boolean ended = state == State.DONE || state == State.CANCELLED || state == State.FAILED;
    return ended && progress.created() + progress.updated() > 0;
  }

  Import planned(Plan chosen, By starter, long now) {
    return now(
        State.RUNNING,
        Optional.of(chosen),
        progress,
        undone,
        why,
        starter,
        OptionalLong.of(now),
        endedAt);
  }

  Import in(State other, long now) {
    OptionalLong end = other.atWork() ? OptionalLong.empty() : OptionalLong.of(now);
    return now(other, plan, progress, undone, why, by, startedAt, end);
  }

  Import with(Progress further, Undone back) {
    return now(state, plan, progress.plus(further), undone.plus(back), why, by, startedAt, endedAt);
  }

  Import failed(String reason, long now) {
    return now(
        State.FAILED,
        plan,
        progress,
        undone,
        Optional.of(reason),
        by,
        startedAt,
        OptionalLong.of(now));
  }

  /// The same file, as far as it has come.
  private Import now(
      State state,
      Optional<Plan> plan,
      Progress progress,
      Undone undone,
      Optional<String> why,
      By by,
      OptionalLong startedAt,
      OptionalLong endedAt) {
    return new Import(
        id, place, fileName, form, titles, rows, state, plan, progress, undone, resumed, why, by,
        createdAt, startedAt, endedAt);
  }
}

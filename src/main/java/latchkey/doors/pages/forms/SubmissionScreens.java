package latchkey.doors.pages.forms;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import latchkey.doors.pages.Link;
import latchkey.doors.pages.Screen;
import latchkey.doors.pages.Section;
import latchkey.doors.pages.Texts;
import latchkey.doors.pages.View;
import latchkey.doors.pages.Visit;

/// What was submitted: to a form, by a contact, and one submission.
public final class SubmissionScreens {
  private static final String ALL = "/submissions";
  private static final String ONE = ALL + "/{submissionId}";
  private static final String OF_CONTACT =
      "/api/v1/agents/{agentId}/contacts/{contactId}/submissions";

  public List<Screen> screens() {
    return List.of(Screen.page(Place.ONE + ONE, SubmissionScreens::show));
  }

  /// A form or a contact, as it is called now.
  public record Named(String id, Optional<String> name) {
    public String called() {
      return name.orElse(id);
    }
  }

  /// An answer, with what the question was called then.
  public record Answer(String label, Object value) {
    public String text(String yes, String no) {
      return switch (value) {
        case Boolean truth -> truth ? yes : no;
        case List<?> several ->
            several.stream().map(String::valueOf).collect(Collectors.joining(", "));
        default -> String.valueOf(value);
      };
    }
  }

  /// A submission as the API shows it.
  public record Submission(
      String id,
      Named form,
      Named contact,
      List<Answer> answers,
      String submittedBy,
      Instant submittedAt) {
    public Submission {
      answers = List.copyOf(answers);
    }

    /// All answers in a line.
    public String summary(String yes, String no) {
      return answers.stream()
          .map(answer -> answer.text(yes, no))
          .collect(Collectors.joining(" · "));
    }
  }

  private record Found(List<Submission> items, Optional<String> next) {}

  /// A page of them.
  ///
  /// @param first where the list begins, unless it is that page
  public record Listed(
      List<Submission> submissions, Optional<String> first, Optional<String> next) {
    public static final Listed NONE = new Listed(List.of(), Optional.empty(), Optional.empty());

    public Listed {
      submissions = List.copyOf(submissions);
    }

    private static Listed of(Found found, Optional<String> cursor, Link begin) {
      return new Listed(
          found.items,
          cursor.map(_ -> begin.text()),
          found.next.map(next -> begin.with("cursor", next).text()));
    }
  }

  static Listed ofForm(Visit visit) {
    Optional<String> cursor = visit.parameter("cursor");
    Found found =
        Place.one(visit.get(Place.API_ONE + ALL), visit).query("cursor", cursor).as(Found.class);
    return Listed.of(found, cursor, Link.to(Place.path(visit)));
  }

  /// Those of the contact of the visit's path.
  public static Listed ofContact(Visit visit, Link begin) {
    Optional<String> cursor = visit.parameter("cursor");
    Found found =
        visit
            .get(OF_CONTACT)
            .path("agentId", visit.path("agentId"))
            .path("contactId", visit.path("contactId"))
            .query("cursor", cursor)
            .as(Found.class);
    return Listed.of(found, cursor, begin);
  }

  /// One submission.
  public record Shown(Place place, Submission submission) {
    public String form() {
      return place.path() + "/" + submission.form.id;
    }
  }

  private static View show(Visit visit) {
    Submission submission =
        Place.one(visit.get(Place.API_ONE + ONE), visit)
            .path("submissionId", visit.path("submissionId"))
            .as(Submission.class);
    return View.html(
        "forms/submission",
        Section.CONTACTS,
        Texts.english().of("forms.submission", submission.form.called()),
        new Shown(Place.of(visit), submission));
  }
}

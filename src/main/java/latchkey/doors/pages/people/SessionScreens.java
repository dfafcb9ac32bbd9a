package latchkey.doors.pages.people;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import latchkey.doors.pages.Asking;
import latchkey.doors.pages.Me;
import latchkey.doors.pages.Screen;
import latchkey.doors.pages.Section;
import latchkey.doors.pages.Texts;
import latchkey.doors.pages.View;
import latchkey.doors.pages.Visit;

/// `/profile/sessions`: where somebody is signed in.
public final class SessionScreens {
  private static final String SESSIONS = "/profile/sessions";
  private static final String API = "/api/v1/me/sessions";

  public List<Screen> screens() {
    return List.of(
        Screen.page(SESSIONS, SessionScreens::show),
        Screen.form(SESSIONS + "/others/end", SessionScreens::endOthers),
        Screen.form(SESSIONS + "/{sessionId}/end", SessionScreens::end));
  }

  /// As the API lists it.
  private record Listed(
      String id,
      boolean current,
      Optional<String> organizationId,
      String address,
      String device,
      Instant createdAt,
      Instant lastSeenAt) {}

  private record SessionList(List<Listed> items) {}

  /// A session as it is shown.
  ///
  /// @param organization that is worked in there, if it is still one of theirs
  public record One(
      String id,
      boolean current,
      String organization,
      String address,
      Device device,
      Instant createdAt,
      Instant lastSeenAt) {}

  public record Sessions(List<One> all) {
    public Sessions {
      all = List.copyOf(all);
    }
  }

  private static View show(Visit visit) {
    List<One> all =
        visit.get(API).as(SessionList.class).items().stream()
            .map(listed -> one(listed, visit.me()))
            .toList();
    return View.html(
        "profile/sessions",
        Section.PROFILE,
        Texts.english().of("sessions.title"),
        new Sessions(all));
  }

  private static One one(Listed listed, Me me) {
    String organization =
        me.organizations().stream()
            .filter(of -> listed.organizationId.filter(of.id()::equals).isPresent())
            .map(Me.Belonging::name)
            .findFirst()
            .orElse("–");
    return new One(
        listed.id,
        listed.current,
        organization,
        listed.address,
        Device.of(listed.device),
        listed.createdAt,
        listed.lastSeenAt);
  }

  private static View end(Visit visit) {
    var answer =
        visit.delete(API + "/{sessionId}").path("sessionId", visit.path("sessionId")).send();
    return View.redirect(SESSIONS).with(answer.cookies()).toast("sessions.ended");
  }

  private record Ended(int ended) {}

  private static View endOthers(Visit visit) {
    Ended _ = Asking.read(visit.delete(API).send(), Ended.class);
    return View.redirect(SESSIONS).toast("sessions.others-ended");
  }
}

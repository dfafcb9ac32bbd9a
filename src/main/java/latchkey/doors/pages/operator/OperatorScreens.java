package latchkey.doors.pages.operator;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import latchkey.doors.pages.Screen;
import latchkey.doors.pages.Section;
import latchkey.doors.pages.Texts;
import latchkey.doors.pages.View;
import latchkey.doors.pages.Visit;
import latchkey.http.Problem;

/// `/operator/operators`: who runs the installation.
public final class OperatorScreens {
  private static final String ALL = "/operator/operators";
  private static final String DISMISS = ALL + "/{operatorId}/dismiss";
  private static final String API = "/api/v1/operators";

  public List<Screen> screens() {
    return List.of(
        Screen.page(ALL, visit -> page(visit, "", Optional.empty())),
        Screen.form(ALL, OperatorScreens::appoint),
        Screen.page(DISMISS, visit -> confirm(visit, Optional.empty())),
        Screen.form(DISMISS, OperatorScreens::dismiss));
  }

  public record Operator(String id, String email, String name) {}

  private record OperatorList(List<Operator> items, Optional<String> next) {}

  /// The page of all of them.
  ///
  /// @param email of whom was to be appointed, if that went wrong
  public record Operators(List<Operator> all, String email, Optional<String> error) {
    public Operators {
      all = List.copyOf(all);
    }
  }

  /// Before one is dismissed.
  public record Dismissing(Operator operator, Optional<String> error) {}

  private static View.Html html(String template, String title, Object view) {
    return View.html("operator/" + template, Section.OPERATOR, Texts.english().of(title), view);
  }

  private static View.Html page(Visit visit, String email, Optional<String> error) {
    List<Operator> all =
        visit.get(API).all(OperatorList.class, OperatorList::items, OperatorList::next);
    return html("operators", "operators.title", new Operators(all, email, error));
  }

  private static View appoint(Visit visit) {
    String email = visit.form().text("email");
    try {
      var _ =
          visit.post(API).json(Map.of("email", email)).once(visit.form().filled("_once")).send();
      return View.redirect(ALL).toast("operators.appointed");
    } catch (Problem problem) {
      return page(visit, email, Optional.of(problem.detail())).status(problem.status());
    }
  }

  private static View.Html confirm(Visit visit, Optional<String> error) {
    Operator operator =
        visit
            .get(API + "/{operatorId}")
            .path("operatorId", visit.path("operatorId"))
            .as(Operator.class);
    return html("dismiss", "operators.dismiss", new Dismissing(operator, error));
  }

  private static View dismiss(Visit visit) {
    try {
      var _ =
          visit.delete(API + "/{operatorId}").path("operatorId", visit.path("operatorId")).send();
      return View.redirect(ALL).toast("operators.dismissed");
    } catch (Problem problem) {
      return confirm(visit, Optional.of(problem.detail())).status(problem.status());
    }
  }
}

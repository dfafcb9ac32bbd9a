package latchkey.doors.manage;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import latchkey.crm.Place;
import latchkey.doors.Answer;
import latchkey.forms.Form;
import latchkey.forms.FormChange;
import latchkey.forms.FormTerms;
import latchkey.forms.FormTerms.State;
import latchkey.forms.Forms;
import latchkey.people.Right;

/// `/api/v1/agents/{agentId}/forms`: what an agent asks people. [SubmissionOperations] are what
/// was answered.
public final class FormOperations {
  static final String ALL = "/api/v1/agents/{agentId}/forms";
  static final String ONE = ALL + "/{formId}";
  private static final String ARCHIVED = "archived";

  private final AgentPlaces places;
  private final Forms forms;

  public FormOperations(AgentPlaces places, Forms forms) {
    this.places = places;
    this.forms = forms;
  }

  public List<Operation> operations() {
    Need read = Need.of(Right.CONTACTS_READ, "contacts.read");
    Need manage = Need.of(Right.CRM_MANAGE, "agents.update");
    return List.of(
        Operation.list(ALL, read, this::list, ARCHIVED).alsoForOneAgent(),
        Operation.create(ALL, manage, this::create).alsoForOneAgent(),
        Operation.get(ONE, read, this::show).alsoForOneAgent(),
        Operation.patch(ONE, manage, this::change).alsoForOneAgent());
  }

  private Answer list(Call call) {
    Place place = places.of(call);
    List<State> states =
        call.flag(ARCHIVED).orElse(false)
            ? List.of(State.ARCHIVED)
            : List.of(State.DRAFT, State.PUBLISHED);
    Page page = call.page();
    Optional<String> after = page.after().map(List::getFirst);
    return page.answer(
        forms.list(place, states, after, 0, page.oneMore()),
        form -> List.of(form.id()),
        FormShape.Shown::of);
  }

  private Answer show(Call call) {
    return forms
        .find(places.of(call), call.path("formId"))
        .map(FormOperations::shown)
        .orElseThrow(() -> Faults.absent("form"));
  }

  private static Answer shown(Form form) {
    return Answer.of(FormShape.Shown.of(form)).version(form.version());
  }

  private record New(
      String name,
      Optional<String> description,
      Optional<List<FormShape.Asked>> fields,
      Optional<State> state) {
    FormTerms terms() {
      return FormShape.terms(
          name, description.orElse(""), fields.orElse(List.of()), state.orElse(State.DRAFT));
    }
  }

  private Answer create(Call call) {
    Place place = places.of(call);
    FormTerms terms = call.body(New.class).terms();
    Form form = Faults.checked(() -> forms.create(place, terms, call.by()));
    return Answer.created(
            FormShape.Shown.of(form),
            ONE.replace("{agentId}", place.agentId()).replace("{formId}", form.id()))
        .version(form.version());
  }

  /// What is left out stays as it is.
  private record Changes(
      Optional<String> name,
      Optional<String> description,
      Optional<List<FormShape.Asked>> fields,
      Optional<State> state) {
    FormTerms to(FormTerms before) {
      return FormShape.terms(
          name.orElse(before.name()),
          description.orElse(before.description()),
          fields.orElseGet(() -> FormShape.asked(before.fields())),
          state.orElse(before.state()));
    }
  }

  private Answer change(Call call) {
    Place place = places.of(call);
    Changes changes = call.body(Changes.class);
    OptionalLong version = call.version();
    return switch (Faults.checked(
        () -> forms.change(place, call.path("formId"), changes::to, version, call.by()))) {
      case FormChange.Changed(var form) -> shown(form);
      case FormChange.Absent _ -> throw Faults.absent("form");
      case FormChange.Stale(var now) -> throw Faults.stale(now);
    };
  }
}

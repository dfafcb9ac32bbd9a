package latchkey.doors.manage;

import java.util.List;
import java.util.Optional;
import latchkey.doors.Answer;
import latchkey.people.Email;
import latchkey.people.Operators;
import latchkey.people.Outcome;
import latchkey.people.Person;

/// `/api/v1/operators`: who runs the installation.
public final class OperatorOperations {
  private static final String ALL = "/api/v1/operators";
  private static final String ID = "operatorId";
  private static final String ONE = ALL + "/{" + ID + "}";

  private final Operators operators;

  public OperatorOperations(Operators operators) {
    this.operators = operators;
  }

  public List<Operation> operations() {
    Need need = new Need.Operators();
    return List.of(
        Operation.list(ALL, need, this::list),
        Operation.create(ALL, need, this::appoint),
        Operation.get(ONE, need, this::show),
        Operation.delete(ONE, need, this::dismiss));
  }

  private record Shown(String id, String email, String name) {
    static Shown of(Person person) {
      return new Shown(person.id(), person.email().text(), person.name());
    }
  }

  private Answer list(Call call) {
    Page page = call.page();
    return page.answer(
        operators.list(page.after().map(List::getFirst), page.oneMore()),
        person -> List.of(person.email().text()),
        Shown::of);
  }

  private Answer show(Call call) {
    return operators
        .find(call.path(ID))
        .map(person -> Answer.of(Shown.of(person)))
        .orElseThrow(() -> Faults.absent("operator"));
  }

  private record Appointment(Optional<String> email, Optional<String> personId) {}

  private Answer appoint(Call call) {
    Appointment wanted = call.body(Appointment.class);
    if (wanted.email.isPresent() == wanted.personId.isPresent()) {
      throw Faults.invalid("Say either email or personId, whom to appoint.");
    }
    Outcome<Person> outcome =
        wanted.email.isPresent()
            ? operators.appoint(Faults.checked(() -> new Email(wanted.email.get())), call.by())
            : operators.appoint(wanted.personId.orElseThrow(), call.by());
    Person person = Faults.changed(outcome, "person");
    return Answer.created(Shown.of(person), ALL + "/" + person.id());
  }

  private Answer dismiss(Call call) {
    var _ = Faults.changed(operators.dismiss(call.path(ID), call.by()), "operator");
    return Answer.none();
  }
}

package latchkey.doors.manage;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import latchkey.crm.Contact;
import latchkey.crm.Contacts;
import latchkey.crm.Place;
import latchkey.crm.Ref;
import latchkey.doors.Answer;
import latchkey.forms.Form;
import latchkey.forms.Forms;
import latchkey.forms.Submission;
import latchkey.forms.Submissions;
import latchkey.people.Right;

/// What was submitted to an agent's forms: to one form, and by one contact.
public final class SubmissionOperations {
  private static final String OF_FORM = FormOperations.ONE + "/submissions";
  private static final String ONE = OF_FORM + "/{submissionId}";
  private static final String OF_CONTACT = ContactOperations.ONE + "/submissions";

  private final AgentPlaces places;
  private final Forms forms;
  private final Contacts contacts;

  public SubmissionOperations(AgentPlaces places, Forms forms, Contacts contacts) {
    this.places = places;
    this.forms = forms;
    this.contacts = contacts;
  }

  public List<Operation> operations() {
    Need read = Need.of(Right.CONTACTS_READ, "contacts.read");
    return List.of(
        Operation.list(OF_FORM, read, this::ofForm).alsoForOneAgent(),
        Operation.get(ONE, read, this::show).alsoForOneAgent(),
        Operation.list(OF_CONTACT, read, this::ofContact).alsoForOneAgent());
  }

  private record Named(String id, Optional<String> name) {}

  private record Answered(String key, String label, Object value) {}

  private record Shown(
      String id,
      Named form,
      long formVersion,
      Named contact,
      List<Answered> answers,
      String submittedBy,
      Instant submittedAt) {}

  /// What an agent's forms and contacts are called, each looked up once for an answer.
  private final class Names {
    private final Place place;
    private final Map<String, Optional<String>> ofForms = new HashMap<>();
    private final Map<String, Optional<String>> ofContacts = new HashMap<>();

    Names(Place place) {
      this.place = place;
    }

    Named form(String id) {
      return new Named(
          id,
          ofForms.computeIfAbsent(id, one -> forms.find(place, one).map(f -> f.terms().name())));
    }

    Named contact(String id) {
      return new Named(
          id,
          ofContacts.computeIfAbsent(
              id, one -> contacts.find(place, new Ref.Id(one)).map(Contact::title)));
    }
  }

  private static Shown shown(Submission submission, Names names) {
    return new Shown(
        submission.id(),
        names.form(submission.formId()),
        submission.formVersion(),
        names.contact(submission.contactId()),
        submission.answers().stream()
            .map(answer -> new Answered(answer.key(), answer.label(), answer.value()))
            .toList(),
        submission.by(),
        Instant.ofEpochMilli(submission.at()));
  }

  private Answer ofForm(Call call) {
    Place place = places.of(call);
    Form form = forms.find(place, call.path("formId")).orElseThrow(() -> Faults.absent("form"));
    return listed(call, place, Submissions.ofForm(form.id(), 0));
  }

  private Answer ofContact(Call call) {
    Place place = places.of(call);
    Contact contact =
        contacts
            .find(place, new Ref.Id(call.path("contactId")))
            .orElseThrow(ContactOperations::absent);
    return listed(call, place, Submissions.ofContact(contact.id(), 0));
  }

  private Answer listed(Call call, Place place, Submissions wanted) {
    Page page = call.page();
    Submissions some = wanted.after(page.after().map(List::getFirst)).atMost(page.oneMore());
    Names names = new Names(place);
    return page.answer(
        forms.submissions(place, some),
        submission -> List.of(submission.id()),
        submission -> shown(submission, names));
  }

  private Answer show(Call call) {
    Place place = places.of(call);
    return forms
        .submission(place, call.path("formId"), call.path("submissionId"))
        .map(submission -> Answer.of(shown(submission, new Names(place))))
        .orElseThrow(() -> Faults.absent("submission"));
  }
}

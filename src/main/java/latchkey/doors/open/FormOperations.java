package latchkey.doors.open;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import latchkey.crm.Contact;
import latchkey.crm.Contacts;
import latchkey.crm.Place;
import latchkey.crm.Ref;
import latchkey.forms.Form;
import latchkey.forms.FormTerms.State;
import latchkey.forms.Forms;
import latchkey.forms.Submission;
import latchkey.forms.SubmissionJson;
import latchkey.forms.Submissions;
import latchkey.forms.Submitted;
import latchkey.http.Problem;

/// `/v1/open/forms`: what an agent's forms ask, answers to them, and what was answered.
///
/// A draft is not there yet. An archived form takes no answers, and those that it has stay.
public final class FormOperations {
  private static final String AGENT = "/chatbots/{agentId}";
  private static final String ONE = "/forms/{formId}";
  private static final String READ = "contacts.read";
  private static final String CREATE = "contacts.create";
  private static final List<State> PUBLISHED = List.of(State.PUBLISHED);

  private final Forms forms;
  private final Contacts contacts;

  public FormOperations(Forms forms, Contacts contacts) {
    this.forms = forms;
    this.contacts = contacts;
  }

  public List<OpenOperation> operations() {
    return List.of(
        OpenOperation.get("/forms" + AGENT, READ, this::list).taking(OpenPage.PARAMETERS),
        OpenOperation.get(ONE + "/schema" + AGENT, READ, this::schema),
        OpenOperation.create(
            ONE + "/submit/mantisid/{contactId}" + AGENT,
            CREATE,
            call -> submit(call, new Ref.Id(call.path("contactId")))),
        OpenOperation.create(
            ONE + "/submit/{externalReferenceId}" + AGENT,
            CREATE,
            call -> submit(call, new Ref.External(call.path("externalReferenceId")))),
        OpenOperation.get(ONE + "/submissions" + AGENT, READ, this::submissions)
            .taking(OpenPage.PARAMETERS)
            .taking("externalReferenceId", "contactId"),
        OpenOperation.get(ONE + "/submissions/{submissionId}" + AGENT, READ, this::submission));
  }

  private OpenAnswer list(OpenCall call) {
    Place place = call.place();
    OpenPage page = OpenPage.of(call);
    List<Form> found = forms.list(place, PUBLISHED, page.after(), page.skipped(), page.oneMore());
    return listed(
        "Forms retrieved successfully",
        page,
        forms.count(place, PUBLISHED),
        found,
        Form::id,
        FormOperations::json);
  }

  private static <T> OpenAnswer listed(
      String message,
      OpenPage page,
      long total,
      List<T> found,
      Function<T, String> id,
      Function<T, ObjectNode> shown) {
    List<T> some = page.shown(found);
    Optional<String> next =
        some.size() < found.size() ? Optional.of(id.apply(some.getLast())) : Optional.empty();
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    some.forEach(one -> all.add(shown.apply(one)));
    return OpenAnswer.ok(message, json -> json.writeRawValue(all.toString()))
        .page(page.pagination(total, next));
  }

  private static ObjectNode json(Form form) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", form.id());
    json.put("name", form.terms().name());
    json.put("description", form.terms().description());
    json.put("submissions", form.submissions());
    json.put("createdAt", Instant.ofEpochMilli(form.createdAt()).toString());
    json.put("updatedAt", Instant.ofEpochMilli(form.updatedAt()).toString());
    return json;
  }

  private OpenAnswer schema(OpenCall call) {
    Form form = form(call);
    String schema = forms.schema(form).toString();
    return OpenAnswer.ok("Form schema retrieved successfully", json -> json.writeRawValue(schema))
        .version(form.version());
  }

  private OpenAnswer submit(OpenCall call, Ref ref) {
    return switch (forms.submit(call.place(), call.path("formId"), ref, call.body(), call.by())) {
      case Submitted.Done(var submission, _) ->
          OpenAnswer.created(
              "Form submitted successfully",
              json -> json.writeRawValue(SubmissionJson.of(submission).toString()));
      case Submitted.NoForm _ -> throw absent("Form");
      case Submitted.NoContact _ -> throw absent("Contact");
      case Submitted.Archived _ ->
          throw Problem.of(409, "form_archived", "This form is archived and takes no submissions");
      case Submitted.Invalid(var errors) -> throw FieldFaults.invalid(errors);
      case Submitted.Taken(var field) -> throw FieldFaults.taken(field);
    };
  }

  private OpenAnswer submissions(OpenCall call) {
    Place place = call.place();
    OpenPage page = OpenPage.of(call);
    Form form = form(call);
    Submissions wanted =
        Submissions.ofForm(form.id(), page.oneMore())
            .by(contact(call))
            .after(page.after())
            .skipping(page.skipped());
    long total = wanted.contactId().isPresent() ? forms.count(place, wanted) : form.submissions();
    return listed(
        "Submissions retrieved successfully",
        page,
        total,
        forms.submissions(place, wanted),
        Submission::id,
        SubmissionJson::of);
  }

  /// Whose submissions are asked for, if not everybody's.
  private Optional<String> contact(OpenCall call) {
    Optional<Ref> external = call.parameter("externalReferenceId").map(Ref.External::new);
    Optional<Ref> id = call.parameter("contactId").map(Ref.Id::new);
    if (external.isPresent() && id.isPresent()) {
      throw Problem.of(
          400, "invalid_request", "Send externalReferenceId or contactId, not both of them.");
    }
    return external
        .or(() -> id)
        .map(
            ref ->
                contacts
                    .find(call.place(), ref)
                    .map(Contact::id)
                    .orElseThrow(() -> absent("Contact")));
  }

  private OpenAnswer submission(OpenCall call) {
    String json =
        forms
            .submission(call.place(), form(call).id(), call.path("submissionId"))
            .map(submission -> SubmissionJson.of(submission).toString())
            .orElseThrow(() -> absent("Submission"));
    return OpenAnswer.ok("Submission retrieved successfully", out -> out.writeRawValue(json));
  }

  private Form form(OpenCall call) {
    return forms
        .find(call.place(), call.path("formId"))
        .filter(form -> !form.is(State.DRAFT))
        .orElseThrow(() -> absent("Form"));
  }

  private static Problem absent(String what) {
    return Problem.of(404, "not_found", what + " not found");
  }
}

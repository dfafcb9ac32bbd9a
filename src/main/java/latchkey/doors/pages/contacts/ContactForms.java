package latchkey.doors.pages.contacts;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import latchkey.doors.Answer;
import latchkey.doors.pages.Asking;
import latchkey.doors.pages.Form;
import latchkey.doors.pages.Screen;
import latchkey.doors.pages.Section;
import latchkey.doors.pages.Texts;
import latchkey.doors.pages.View;
import latchkey.doors.pages.Visit;
import latchkey.doors.pages.Wrong;
import latchkey.doors.pages.contacts.Desk.Custom;
import latchkey.http.Problem;
import org.jspecify.annotations.Nullable;

/// Where a contact is written: a new one, whose way in is chosen first, and one that is there.
public final class ContactForms {
  private static final String NEW = Desk.ALL + "/new";
  private static final String EDIT = ContactScreens.ONE + "/edit";
  private static final String MANAGE = "CONTACTS_MANAGE";

  public List<Screen> screens() {
    return List.of(
        Screen.page(Desk.ALL + "/add", ContactForms::choose),
        Screen.page(NEW, ContactForms::begin),
        Screen.form(NEW, ContactForms::create),
        Screen.page(Desk.ALL + "/likely", ContactForms::likely),
        Screen.page(EDIT, ContactForms::edit),
        Screen.form(EDIT, ContactForms::change));
  }

  private static View choose(Visit visit) {
    visit.require(MANAGE);
    return View.html(
        "contacts/add", Section.CONTACTS, Texts.english().of("contacts.add"), Desk.agent(visit));
  }

  /// The form, as it is filled in.
  ///
  /// @param id of the contact that is changed; empty for a new one
  /// @param version of it
  /// @param values by the names of the fields
  /// @param errors likewise
  /// @param likely contacts that the new one may be again
  /// @param anyway whether it is to be made though there are such
  public record Written(
      Desk desk,
      String id,
      String version,
      Map<String, List<String>> values,
      Map<String, String> errors,
      Optional<String> whole,
      Likely likely,
      boolean anyway) {
    public Written {
      values = Map.copyOf(values);
      errors = Map.copyOf(errors);
    }

    /// The same of a contact, to be saved over that version.
    Written of(String contactId, long now) {
      return new Written(
          desk, contactId, Long.toString(now), values, errors, whole, likely, anyway);
    }

    /// The same, to be made though there are such contacts.
    Written warned(Likely others) {
      return new Written(desk, id, version, values, errors, whole, others, /* anyway= */ true);
    }

    public boolean isNew() {
      return id.isEmpty();
    }

    public String action() {
      return isNew() ? desk.path() + "/new" : back() + "/edit";
    }

    public String back() {
      return isNew() ? desk.path() : desk.path() + "/" + id;
    }

    public List<String> all(String name) {
      return values.getOrDefault(name, List.of());
    }

    public String value(String name) {
      return all(name).stream().findFirst().orElse("");
    }

    public Optional<String> error(String name) {
      return Optional.ofNullable(errors.get(name));
    }

    /// What a select offers: also what is set, though it is no longer offered.
    public List<Desk.Choice> with(List<Desk.Choice> offered, String name) {
      String set = value(name);
      List<Desk.Choice> all = new ArrayList<>(offered);
      if (!set.isEmpty() && offered.stream().noneMatch(one -> one.value().equals(set))) {
        all.add(new Desk.Choice(set, desk.owner(set)));
      }
      return all;
    }

    public List<Desk.Choice> choices(List<String> offered, String name) {
      return with(offered.stream().map(one -> new Desk.Choice(one, one)).toList(), name);
    }
  }

  private static View.Html page(Written written) {
    String title =
        written.isNew()
            ? Texts.english().of("contacts.new")
            : Texts.english().of("contacts.edit.title");
    return View.html("contacts/form", Section.CONTACTS, title, written);
  }

  private static View begin(Visit visit) {
    visit.require(MANAGE);
    return page(
        new Written(
            Desk.of(visit), "", "", Map.of(), Map.of(), Optional.empty(), Likely.NONE, false));
  }

  private record Made(One contact) {}

  private record One(String id) {}

  private static View create(Visit visit) {
    visit.require(MANAGE);
    Desk desk = Desk.of(visit);
    boolean anyway = visit.form().has("anyway");
    try {
      Answer answer =
          visit
              .post(Desk.API)
              .path("agentId", desk.agent().id())
              .query("rejectDuplicates", Boolean.toString(!anyway))
              .json(json(visit.form(), desk.fields(), /* emptied= */ false))
              .once(visit.form().filled("_once"))
              .send();
      return View.redirect(desk.path() + "/" + Asking.read(answer, Made.class).contact.id)
          .toast("contacts.created");
    } catch (Problem problem) {
      if (problem.code().equals("likely_duplicate")) {
        Form form = visit.form();
        Likely likely = find(visit, form.filled("email"), form.filled("mobileNumber"));
        return page(written(form, desk, Map.of(), Optional.empty()).warned(likely)).status(409);
      }
      Written again = again(visit, desk, problem);
      return page(anyway ? again.warned(Likely.NONE) : again).status(problem.status());
    }
  }

  /// The form with what is wrong with it; what a form cannot cure is thrown again.
  private static Written again(Visit visit, Desk desk, Problem problem) {
    if (problem.status() != 400 && problem.status() != 409 && problem.status() != 412) {
      throw problem;
    }
    Map<String, String> errors = errors(problem, desk.fields());
    Optional<String> whole =
        problem.status() == 412
            ? Optional.of(Texts.english().of("contacts.stale"))
            : errors.isEmpty() ? Optional.of(Wrong.sentence(problem.detail())) : Optional.empty();
    return written(visit.form(), desk, errors, whole);
  }

  /// What the API found wrong, by the names of the fields.
  private static Map<String, String> errors(Problem problem, Desk.Fields fields) {
    Map<String, String> errors = new LinkedHashMap<>();
    if (problem.members().get("fields") instanceof List<?> faults) {
      for (Object fault : faults) {
        if (fault instanceof Map<?, ?> one) {
          String field = String.valueOf(one.get("field"));
          boolean shown =
              Desk.BASIC.contains(field)
                  || fields.customFields().stream().anyMatch(own -> own.name().equals(field));
          String why = String.valueOf(one.get("message"));
          if (!shown) {
            return Map.of(); // all of it is said above the form
          }
          errors.putIfAbsent(field, Wrong.sentence(why));
        }
      }
    }
    return errors;
  }

  private static Written written(
      Form form, Desk desk, Map<String, String> errors, Optional<String> whole) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    Desk.BASIC.forEach(name -> values.put(name, filled(form, name)));
    desk.fields().customFields().forEach(own -> values.put(own.name(), filled(form, own.name())));
    return new Written(desk, "", "", values, errors, whole, Likely.NONE, /* anyway= */ false);
  }

  private static List<String> filled(Form form, String name) {
    return form.all(name).stream().map(String::strip).filter(text -> !text.isEmpty()).toList();
  }

  private static View edit(Visit visit) {
    visit.require(MANAGE);
    Contact contact = ContactScreens.read(visit);
    Desk desk = Desk.of(visit);
    Map<String, List<String>> values = new LinkedHashMap<>();
    put(values, "name", contact.name());
    put(values, "email", contact.email());
    put(values, "mobileNumber", contact.mobileNumber());
    put(values, "gender", contact.gender());
    put(values, "externalReferenceId", contact.externalReferenceId());
    put(values, "stage", contact.stage());
    put(values, "status", contact.status());
    put(values, "owner", contact.owner());
    put(values, "secondaryOwner", contact.secondaryOwner());
    desk.fields().customFields().forEach(own -> values.put(own.name(), contact.custom(own.key())));
    return page(
        new Written(
            desk,
            contact.id(),
            Long.toString(contact.version()),
            values,
            Map.of(),
            Optional.empty(),
            Likely.NONE,
            false));
  }

  private static void put(Map<String, List<String>> values, String name, Optional<String> value) {
    values.put(name, value.stream().toList());
  }

  private static View change(Visit visit) {
    visit.require(MANAGE);
    Desk desk = Desk.of(visit);
    try {
      Answer _ =
          ContactScreens.one(visit.patch(ContactScreens.API_ONE), visit)
              .version(visit.form().filled("_version"))
              .json(json(visit.form(), desk.fields(), /* emptied= */ true))
              .send();
      return View.redirect(ContactScreens.path(visit)).toast("contacts.changed");
    } catch (Problem problem) {
      Written again = again(visit, desk, problem);
      Contact now = ContactScreens.read(visit);
      return page(again.of(now.id(), now.version())).status(problem.status());
    }
  }

  /// What was filled in as the API takes it; what did not come is left out.
  ///
  /// @param emptied whether a field without a value is sent as null, which takes its value away
  private static Map<String, @Nullable Object> json(
      Form form, Desk.Fields fields, boolean emptied) {
    Map<String, @Nullable Object> contact = new LinkedHashMap<>();
    for (String name : Desk.BASIC) {
      if (form.has(name)) {
        contact.put(name, form.filled(name).orElse(null));
      }
    }
    Map<String, @Nullable Object> custom = new LinkedHashMap<>();
    for (Custom own : fields.customFields()) {
      if (form.has(own.name())) {
        custom.put(own.key(), value(own, filled(form, own.name())));
      }
    }
    if (!emptied) {
      contact.values().removeIf(Objects::isNull);
      custom.values().removeIf(Objects::isNull);
    }
    boolean asked = !emptied && !fields.customFields().isEmpty();
    if (asked || !custom.isEmpty()) { // then each that is missing is named
      contact.put("customFields", custom);
    }
    return contact;
  }

  /// What is no value of the field's type is sent as it is, and the API says so.
  private static @Nullable Object value(Custom own, List<String> filled) {
    if (filled.isEmpty()) {
      return null;
    }
    String text = filled.getFirst();
    return switch (own.type()) {
      case "multi-choice" -> filled;
      case "boolean" -> text.equals("true") || text.equals("false") ? Boolean.valueOf(text) : text;
      case "number" -> number(text);
      default -> text;
    };
  }

  private static Object number(String text) {
    try {
      return text.length() > 40 ? text : new BigDecimal(text);
    } catch (NumberFormatException _) {
      return text;
    }
  }

  /// Contacts that have this email or this number.
  public record Likely(List<Contact> items) {
    static final Likely NONE = new Likely(List.of());

    public Likely {
      items = List.copyOf(items);
    }
  }

  /// What is said as somebody types.
  public record Warned(Desk.Agent agent, Likely likely) {}

  private static View likely(Visit visit) {
    visit.require(MANAGE);
    Desk.Agent agent = Desk.agent(visit);
    Likely found = find(visit, visit.parameter("email"), visit.parameter("mobileNumber"));
    String self = visit.parameter("self").orElse("");
    Likely others = new Likely(found.items.stream().filter(one -> !one.id().equals(self)).toList());
    return View.html(
        "contacts/likely",
        Section.CONTACTS,
        Texts.english().of("contacts.new"),
        new Warned(agent, others));
  }

  private static Likely find(Visit visit, Optional<String> email, Optional<String> number) {
    if (email.isEmpty() && number.isEmpty()) {
      return Likely.NONE;
    }
    return visit
        .get(Desk.API + "/likely")
        .path("agentId", Desk.agentId(visit))
        .query("email", email)
        .query("mobileNumber", number)
        .as(Likely.class);
  }
}

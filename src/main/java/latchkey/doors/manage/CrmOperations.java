package latchkey.doors.manage;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Supplier;
import latchkey.crm.Automations;
import latchkey.crm.CustomField;
import latchkey.crm.Listing;
import latchkey.crm.Place;
import latchkey.crm.Setup;
import latchkey.crm.SetupChange;
import latchkey.crm.Setups;
import latchkey.crm.Wording;
import latchkey.doors.Answer;
import latchkey.http.Sent;
import latchkey.people.Right;

/// `/api/v1/agents/{agentId}/crm`: how an agent keeps its contacts.
public final class CrmOperations {
  private static final String ALL = "/api/v1/agents/{agentId}/crm";
  private static final String FIELDS = ALL + "/fields";

  private final Setups setups;
  private final AgentPlaces places;

  public CrmOperations(Setups setups, AgentPlaces places) {
    this.setups = setups;
    this.places = places;
  }

  public List<Operation> operations() {
    Need read = Need.of(Right.CONTACTS_READ, "contacts.read");
    Need change = Need.of(Right.CRM_MANAGE, "agents.update");
    return List.of(
        Operation.get(ALL, read, this::show).alsoForOneAgent(),
        Operation.put(ALL + "/stages", change, call -> reword(call, Listing.STAGES))
            .alsoForOneAgent(),
        Operation.put(ALL + "/statuses", change, call -> reword(call, Listing.STATUSES))
            .alsoForOneAgent(),
        Operation.create(FIELDS, change, this::addField).alsoForOneAgent(),
        Operation.put(FIELDS, change, this::orderFields).alsoForOneAgent(),
        Operation.patch(FIELDS + "/{key}", change, this::changeField).alsoForOneAgent(),
        Operation.put(ALL + "/automations", change, this::automate).alsoForOneAgent());
  }

  private Answer show(Call call) {
    return shown(setups.of(places.of(call)));
  }

  private static Answer shown(Setup setup) {
    return Answer.of(setup).version(setup.version());
  }

  private record Name(String name, Optional<String> was) {}

  private record Names(List<Name> names, Optional<Map<String, String>> replacements) {
    Wording wording() {
      return new Wording(
          names.stream().map(one -> new Wording.Named(one.name(), one.was())).toList(),
          replacements.orElse(Map.of()));
    }
  }

  private Answer reword(Call call, Listing listing) {
    Place place = places.of(call);
    Wording wording = call.body(Names.class).wording();
    return shown(done(() -> setups.reword(place, listing, wording, call.version(), call.by())));
  }

  private record NewField(
      String label,
      CustomField.Type type,
      Optional<Boolean> required,
      Optional<Boolean> unique,
      Optional<Integer> maxLength,
      Optional<List<String>> choices) {
    CustomField with(String key) {
      return new CustomField(
          key,
          label,
          type,
          required.orElse(false),
          unique.orElse(false),
          length(maxLength),
          choices.orElse(List.of()),
          false);
    }
  }

  private static OptionalInt length(Optional<Integer> length) {
    return length.map(OptionalInt::of).orElseGet(OptionalInt::empty);
  }

  private Answer addField(Call call) {
    Place place = places.of(call);
    NewField field = call.body(NewField.class);
    Setup setup =
        done(() -> setups.addField(place, field.label(), field::with, call.version(), call.by()));
    CustomField added = setup.fields().getLast();
    return Answer.created(
            added, ALL.replace("{agentId}", place.agentId()) + "/fields/" + added.key())
        .version(setup.version());
  }

  private record Order(List<String> keys) {}

  private Answer orderFields(Call call) {
    Place place = places.of(call);
    List<String> keys = call.body(Order.class).keys();
    return shown(done(() -> setups.orderFields(place, keys, call.version(), call.by())));
  }

  /// What is left out stays as it is.
  private record FieldChanges(
      Optional<String> label,
      Optional<Boolean> required,
      Optional<Boolean> unique,
      Sent<Integer> maxLength,
      Optional<List<String>> choices,
      Optional<Boolean> archived) {
    CustomField to(CustomField before) {
      Optional<Integer> longest =
          before.maxLength().isPresent()
              ? Optional.of(before.maxLength().getAsInt())
              : Optional.empty();
      return new CustomField(
          before.key(),
          label.orElse(before.label()),
          before.type(),
          required.orElse(before.required()),
          unique.orElse(before.unique()),
          length(maxLength.over(longest)),
          choices.orElse(before.choices()),
          archived.orElse(before.archived()));
    }
  }

  private Answer changeField(Call call) {
    Place place = places.of(call);
    String key = call.path("key");
    FieldChanges changes = call.body(FieldChanges.class);
    OptionalLong version = call.version();
    Setup setup = done(() -> setups.changeField(place, key, changes::to, version, call.by()));
    return Answer.of(setup.field(key).orElseThrow()).version(setup.version());
  }

  private Answer automate(Call call) {
    Place place = places.of(call);
    Automations automations = call.body(Automations.class);
    return shown(done(() -> setups.automate(place, automations, call.version(), call.by())));
  }

  private static Setup done(Supplier<SetupChange> change) {
    return switch (Faults.checked(change)) {
      case SetupChange.Changed(var setup) -> setup;
      case SetupChange.Absent _ -> throw Faults.absent("contact field");
      case SetupChange.Stale(var version) -> throw Faults.stale(version);
      case SetupChange.Shared(var ids) ->
          throw Faults.conflict(
              "not_unique",
              "Contacts have the same value of this field, so it cannot be unique; some of them: "
                  + String.join(", ", ids)
                  + ".");
    };
  }
}

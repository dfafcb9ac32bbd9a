package latchkey.doors.manage;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import latchkey.crm.Contacts;
import latchkey.crm.Filter;
import latchkey.crm.Found;
import latchkey.crm.Place;
import latchkey.crm.Position;
import latchkey.crm.Slice;
import latchkey.crm.Sort;
import latchkey.doors.Answer;
import latchkey.people.Right;

/// The lists of an agent's contacts: of those that are asked for, and of those that a new one may
/// be again.
public final class ContactLists {
  /// The parameters that say which contacts are meant.
  static final String[] FILTERS = {
    "search",
    "status",
    "stage",
    "owner",
    "email",
    "mobileNumber",
    "archived",
    "createdFrom",
    "createdTo",
    "updatedFrom",
    "updatedTo"
  };

  private final AgentPlaces places;
  private final Contacts contacts;

  public ContactLists(AgentPlaces places, Contacts contacts) {
    this.places = places;
    this.contacts = contacts;
  }

  public List<Operation> operations() {
    Need read = Need.of(Right.CONTACTS_READ, "contacts.read");
    return List.of(
        Operation.list(ContactOperations.ALL, read, this::list, FILTERS)
            .taking("sort", "page")
            .alsoForOneAgent(),
        Operation.get(ContactOperations.ALL + "/likely", read, this::likely)
            .taking("email", "mobileNumber")
            .alsoForOneAgent());
  }

  /// A part of the list.
  ///
  /// @param total how many there are, or at least are
  private record Listed(
      List<ContactOperations.Shown> items,
      Optional<String> next,
      long total,
      boolean totalIsExact) {}

  private Answer list(Call call) {
    Place place = places.of(call);
    Page page = call.page();
    Sort sort = call.parameter("sort").map(ContactLists::sort).orElse(Sort.DEFAULT);
    Found found = contacts.list(place, filter(call), sort, slice(call, page));
    return Answer.of(
        new Listed(
            found.contacts().stream().map(ContactOperations.Shown::of).toList(),
            found.next().map(next -> page.cursors().text(List.of(next.text()))),
            found.total(),
            found.totalIsExact()));
  }

  private static Sort sort(String text) {
    return said(() -> Sort.parse(text));
  }

  private static Slice slice(Call call, Page page) {
    Optional<Position> after = page.after().map(text -> Position.parse(text.getFirst()));
    Optional<String> number = call.parameter("page");
    if (after.isPresent() && number.isPresent()) {
      throw Faults.invalid("Send page or cursor, not both.");
    }
    return said(
        () ->
            after
                .map(position -> Slice.after(position, page.limit()))
                .orElseGet(
                    () -> Slice.page(number.map(ContactLists::number).orElse(1), page.limit())));
  }

  private static int number(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException _) {
      throw Faults.invalid("page is a whole number, 1 or more.");
    }
  }

  static Filter filter(Call call) {
    return said(
        () ->
            new Filter(
                call.parameter("search"),
                call.parameter("status"),
                call.parameter("stage"),
                call.parameter("owner"),
                call.parameter("email"),
                call.parameter("mobileNumber"),
                call.flag("archived").orElse(false),
                time(call, "createdFrom"),
                time(call, "createdTo"),
                time(call, "updatedFrom"),
                time(call, "updatedTo")));
  }

  private static OptionalLong time(Call call, String name) {
    return Times.parameter(call, name).map(OptionalLong::of).orElseGet(OptionalLong::empty);
  }

  private record Likely(List<ContactOperations.Shown> items) {}

  private Answer likely(Call call) {
    return Answer.of(
        new Likely(
            contacts
                .likely(places.of(call), call.parameter("email"), call.parameter("mobileNumber"))
                .stream()
                .map(ContactOperations.Shown::of)
                .toList()));
  }

  /// What the room finds wrong with a parameter is told as a sentence.
  private static <T> T said(Supplier<T> made) {
    try {
      return made.get();
    } catch (IllegalArgumentException e) {
      String why = String.valueOf(e.getMessage());
      throw Faults.invalid(why.endsWith(".") ? why : why + ".");
    }
  }
}

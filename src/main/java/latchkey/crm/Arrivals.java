package latchkey.crm;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import latchkey.audit.By;
import latchkey.db.Tx;

/// The automations of a new contact, run in the transaction that creates it. What the request
/// says wins; where no owner can be found, the organization's is assigned.
public final class Arrivals {
  private final Staff staff;

  public Arrivals(Staff staff) {
    this.staff = staff;
  }

  /// What was sent, with what is filled in.
  public Arrival complete(
      Tx tx, Place place, Automations automations, Author author, Arrival sent) {
    Automations.Created rule = automations.on(author.source());
    Optional<String> stage = sent.stage().or(rule::stage);
    if (sent.owner().isPresent()) {
      return new Arrival(sent.owner(), sent.secondaryOwner(), stage);
    }
    String kind = Automations.byHand(author.source()) ? "manual" : "captured";
    Optional<String> taken = sent.secondaryOwner();
    Optional<String> primary = primary(tx, place, kind, rule.owners(), author.by(), taken);
    Optional<String> secondary = taken.or(() -> secondary(tx, place, kind, rule.owners(), primary));
    return new Arrival(primary, secondary, stage);
  }

  private Optional<String> primary(
      Tx tx, Place place, String kind, Assignment assignment, By by, Optional<String> taken) {
    Optional<String> assigned =
        switch (assignment) {
          case Assignment.None _ -> Optional.empty();
          case Assignment.OrganizationOwner _ -> owner(tx, place);
          case Assignment.Creator _ ->
              by.kind() == By.Kind.PERSON
                  ? anyOf(tx, place, Optional.of(by.id()))
                  : Optional.<String>empty();
          case Assignment.Selected(var person, _) -> anyOf(tx, place, Optional.of(person));
          case Assignment.RoundRobin(var order, _) ->
              Rotation.take(tx, place, kind + "-primary", order, able(tx, place, order, taken));
        };
    boolean fallsBack = !(assignment instanceof Assignment.None);
    return differing(assigned, taken)
        .or(() -> fallsBack ? differing(owner(tx, place), taken) : Optional.empty());
  }

  private Optional<String> secondary(
      Tx tx, Place place, String kind, Assignment assignment, Optional<String> primary) {
    return switch (assignment) {
      case Assignment.None _, Assignment.OrganizationOwner _, Assignment.Creator _ ->
          Optional.empty();
      case Assignment.Selected(_, var person) -> differing(anyOf(tx, place, person), primary);
      case Assignment.RoundRobin(_, var order) ->
          order.isEmpty()
              ? Optional.empty()
              : Rotation.take(
                  tx, place, kind + "-secondary", order, able(tx, place, order, primary));
    };
  }

  private Optional<String> owner(Tx tx, Place place) {
    return staff.owner(tx.handle(), place.organizationId());
  }

  private Optional<String> anyOf(Tx tx, Place place, Optional<String> person) {
    List<String> asked = person.stream().toList();
    return staff.working(tx.handle(), place.organizationId(), asked).stream().findFirst();
  }

  /// Who can have a turn: everybody who works there but who has the other part already.
  private Set<String> able(Tx tx, Place place, List<String> order, Optional<String> taken) {
    List<String> asked = new ArrayList<>(order);
    taken.ifPresent(asked::remove);
    return staff.working(tx.handle(), place.organizationId(), asked).stream()
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Optional<String> differing(Optional<String> person, Optional<String> other) {
    return person.filter(id -> other.filter(id::equals).isEmpty());
  }
}

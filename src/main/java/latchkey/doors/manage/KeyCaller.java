package latchkey.doors.manage;

import java.util.List;
import latchkey.access.Catalog;
import latchkey.access.Grants;
import latchkey.keys.Ceiling;
import latchkey.keys.Key;
import latchkey.keys.Scope;
import latchkey.people.Organization;
import latchkey.people.Organizations;
import latchkey.people.Role;

/// Who works on keys: which ones they see, and how far a key may reach that they make or hold.
record KeyCaller(Organization organization, Catalog catalog, Scope scope, Ceiling ceiling) {
  static KeyCaller of(Call call, Organizations organizations) {
    Organization organization =
        organizations
            .find(call.organization())
            .orElseThrow(() -> new IllegalStateException("a caller's organization exists"));
    Catalog catalog = Catalog.with(organization.ownResources());
    return switch (call.caller()) {
      case Caller.Member(_, var place) ->
          new KeyCaller(
              organization,
              catalog,
              Scope.of(organization.id()),
              key -> notTheirs(key, place.role(), catalog));
      case Caller.Manager(var snapshot) ->
          new KeyCaller(
              organization,
              catalog,
              new Scope(organization.id(), snapshot.key().agentId()),
              Ceiling.of(snapshot.key(), catalog));
      case Caller.Anonymous _, Caller.Person _, Caller.Operator _ ->
          throw new IllegalStateException("keys need a right in an organization");
    };
  }

  /// What people may not do themselves, they give to no key.
  private static List<String> notTheirs(Key key, Role role, Catalog catalog) {
    return Grants.ofStored(String.join(" ", key.terms().permissions()), catalog).names().stream()
        .filter(name -> !role.mayGrant(name))
        .map(name -> "the permission " + name)
        .toList();
  }
}

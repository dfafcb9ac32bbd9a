package latchkey;

import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import latchkey.access.Catalog;
import latchkey.agents.Agents;
import latchkey.gate.Gate;
import latchkey.gate.OrganizationSnapshot;
import latchkey.keys.Credential;
import latchkey.keys.Key;
import latchkey.keys.KeyRoom;
import latchkey.keys.Keys;
import latchkey.keys.PublicId;
import latchkey.keys.SecretDigest;
import latchkey.keys.StoredKey;
import latchkey.limits.Limit;
import latchkey.limits.Limits;
import latchkey.limits.Windows;
import latchkey.limits.Windows.Spent;
import latchkey.people.Organization;
import latchkey.people.Organizations;
import latchkey.people.People;
import latchkey.usage.GrantedBefore;

/// The rooms that the gate reads from.
record Rooms(
    Organizations organizations,
    People people,
    Agents agents,
    KeyRoom keyRoom,
    Crm crm,
    GrantedBefore grantedBefore,
    LongSupplier clock)
    implements Gate.Source {
  Keys keys() {
    return keyRoom.keys();
  }

  @Override
  public StoredKey load(PublicId id) {
    return keys().load(id);
  }

  @Override
  public boolean anyForeign() {
    return keyRoom.imports().any();
  }

  @Override
  public Optional<PublicId> foreign(Credential credential) {
    return keyRoom.imports().find(credential);
  }

  @Override
  public OrganizationSnapshot organization(String id) {
    Organization organization =
        organizations
            .find(id)
            .orElseThrow(() -> new IllegalStateException("a key's organization exists: " + id));
    return new OrganizationSnapshot(
        id,
        organization.status() == Organization.Status.SUSPENDED,
        Catalog.with(organization.ownResources()),
        agents.idsOf(id));
  }

  @Override
  public Windows spent(Key key) {
    Limits limits = key.terms().limits();
    long longest = limits.list().stream().mapToLong(Limit::windowMillis).max().orElse(0);
    List<Spent> spent =
        grantedBefore
            .find(key.organizationId(), key.id().toString(), longest, clock.getAsLong())
            .stream()
            .map(granted -> new Spent(granted.at(), granted.cost()))
            .toList();
    return Windows.after(spent, limits);
  }

  @Override
  public void rehash(Key key, SecretDigest old, SecretDigest fresh) {
    keys().rehash(key.organizationId(), key.id(), old, fresh);
  }
}

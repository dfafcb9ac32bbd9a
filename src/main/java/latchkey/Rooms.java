package latchkey;

import latchkey.access.Catalog;
import latchkey.agents.Agents;
import latchkey.gate.Gate;
import latchkey.gate.OrganizationSnapshot;
import latchkey.keys.Key;
import latchkey.keys.Keys;
import latchkey.keys.PublicId;
import latchkey.keys.SecretDigest;
import latchkey.keys.StoredKey;
import latchkey.people.Organization;
import latchkey.people.Organizations;

/// The rooms that the gate reads from.
record Rooms(Organizations organizations, Agents agents, Keys keys) implements Gate.Source {
  @Override
  public StoredKey load(PublicId id) {
    return keys.load(id);
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
  public void rehash(Key key, SecretDigest old, SecretDigest fresh) {
    keys.rehash(key.organizationId(), key.id(), old, fresh);
  }
}

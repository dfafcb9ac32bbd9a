package latchkey.gate;

import java.util.Set;
import latchkey.access.Catalog;

/// What a decision needs of a key's organization: one object for all its keys, so that one mark
/// outdates them all.
public final class OrganizationSnapshot {
  private final String id;
  private final boolean suspended;
  private final Catalog catalog;
  private final Set<String> agents;
  private volatile boolean outdated;

  public OrganizationSnapshot(String id, boolean suspended, Catalog catalog, Set<String> agents) {
    this.id = id;
    this.suspended = suspended;
    this.catalog = catalog;
    this.agents = Set.copyOf(agents);
  }

  public String id() {
    return id;
  }

  public boolean suspended() {
    return suspended;
  }

  public Catalog catalog() {
    return catalog;
  }

  public Set<String> agents() {
    return agents;
  }

  /// Whether the organization has changed since: what hangs on this is to be read again.
  boolean outdated() {
    return outdated;
  }

  void outdate() {
    outdated = true;
  }
}

package latchkey.keys;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import latchkey.access.AddressList;
import latchkey.access.Catalog;
import latchkey.access.Grants;
import latchkey.limits.Limit;
import latchkey.limits.Limits;

/// How far a key reaches: what it may do, for whom, from where, how often and how long.
public record Reach(
    Grants grants,
    Optional<String> agentId,
    Environment environment,
    AddressList addresses,
    Limits limits,
    Validity validity) {

  public static Reach of(Key key, Catalog catalog) {
    KeyTerms terms = key.terms();
    return new Reach(
        Grants.ofStored(String.join(" ", terms.permissions()), catalog),
        key.agentId(),
        key.environment(),
        terms.addresses(),
        terms.limits(),
        terms.validity());
  }

  /// In words, what of `other` goes beyond this one: nothing, if no request could be admitted by
  /// the other that this one would refuse. Each thing is told by itself, so that what was beyond
  /// before can be told from what a change adds.
  public List<String> beyond(Reach other) {
    List<String> beyond = new ArrayList<>();
    grants.beyond(other.grants).forEach(name -> beyond.add("the permission " + name));
    if (agentId.isPresent() && !agentId.equals(other.agentId)) {
      beyond.add(other.agentId.map(agent -> "the agent " + agent).orElse("the whole organization"));
    }
    if (environment == Environment.TEST && other.environment == Environment.LIVE) {
      beyond.add("the live environment");
    }
    addresses.beyond(other.addresses).forEach(range -> beyond.add("use from " + range));
    for (Limit limit : limits.notImpliedBy(other.limits)) {
      beyond.add(
          "more than %s under the limits \"%s\"".formatted(limit.text(), other.limits.text()));
    }
    if (validity.notAfter() < other.validity.notAfter()) {
      beyond.add("use after " + Instant.ofEpochMilli(validity.notAfter()));
    }
    return beyond;
  }
}

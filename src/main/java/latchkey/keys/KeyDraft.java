package latchkey.keys;

import java.util.List;
import java.util.Optional;
import latchkey.access.AddressList;
import latchkey.limits.Limit;
import latchkey.limits.Limits;

/// What it takes to make a key.
///
/// @param agentId the only agent it works for, or none: the whole organization
public record KeyDraft(
    String organizationId, Optional<String> agentId, Environment environment, KeyTerms terms) {
  public static final Limits DEFAULT_LIMITS = Limits.of(Limit.perMinute(60), Limit.perHour(1_000));

  /// A live key for the whole organization, from anywhere, for ever, with the default limits.
  public static KeyDraft of(String organizationId, String name, List<String> permissions) {
    return new KeyDraft(
        organizationId,
        Optional.empty(),
        Environment.LIVE,
        KeyTerms.of(name, permissions, DEFAULT_LIMITS));
  }

  public KeyDraft forAgent(String agent) {
    return new KeyDraft(organizationId, Optional.of(agent), environment, terms);
  }

  public KeyDraft in(Environment newEnvironment) {
    return new KeyDraft(organizationId, agentId, newEnvironment, terms);
  }

  public KeyDraft on(KeyTerms newTerms) {
    return new KeyDraft(organizationId, agentId, environment, newTerms);
  }

  public KeyDraft from(AddressList onlyAddresses) {
    return on(terms.from(onlyAddresses));
  }

  public KeyDraft limited(Limits limits) {
    return on(terms.limited(limits));
  }

  public KeyDraft valid(Validity validity) {
    return on(terms.valid(validity));
  }
}

package latchkey.doors;

import java.util.ArrayList;
import java.util.List;
import latchkey.gate.KeySnapshot;
import latchkey.http.HeaderLine;
import latchkey.http.HeaderName;

/// The header lines of answers that are the same for every request of a key, encoded once.
///
/// @param policy `RateLimit-Policy`
/// @param identity who the key is and what it may, for forward-auth, and the policy
public record KeyLines(HeaderLine policy, HeaderLine identity) {
  private static final HeaderName KEY_ID = HeaderName.of("X-Latchkey-Key-Id");
  private static final HeaderName ORGANIZATION = HeaderName.of("X-Latchkey-Organization");
  private static final HeaderName AGENT = HeaderName.of("X-Latchkey-Agent");
  private static final HeaderName PERMISSIONS = HeaderName.of("X-Latchkey-Permissions");
  private static final HeaderName ENVIRONMENT = HeaderName.of("X-Latchkey-Environment");

  public static KeyLines of(KeySnapshot key) {
    return key.derived(KeyLines.class, KeyLines::encode);
  }

  private static KeyLines encode(KeySnapshot key) {
    List<HeaderLine> lines = new ArrayList<>();
    lines.add(HeaderLine.of(KEY_ID, key.idText()));
    lines.add(HeaderLine.of(ORGANIZATION, key.organization().id()));
    lines.add(HeaderLine.of(ENVIRONMENT, key.key().environment().text()));
    lines.add(HeaderLine.of(PERMISSIONS, key.permissionsText()));
    key.key().agentId().ifPresent(agent -> lines.add(HeaderLine.of(AGENT, agent)));
    HeaderLine policy = RateLimitHeaders.policy(key.limits());
    if (!key.limits().list().isEmpty()) {
      lines.add(policy);
    }
    return new KeyLines(policy, HeaderLine.all(lines));
  }
}

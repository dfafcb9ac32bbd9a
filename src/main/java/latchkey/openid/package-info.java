/// Signing in with another's account: OpenID Connect as a relying party, for any provider that
/// can be discovered.
///
/// Start with [OpenId]: the authorization code flow with PKCE, state and nonce, which ends in an
/// [Identity] or a refusal. What leaves this machine goes through [Outbound]. Who an identity is
/// among our people is not known here.
@NullMarked
package latchkey.openid;

import org.jspecify.annotations.NullMarked;

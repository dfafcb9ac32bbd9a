/// Secrets and what protects them: the [Secret] that cannot be printed, the [Keyset] of peppers
/// and the sealing key, and the [Hmac] that every decision computes. A leaf: knows no room.
@NullMarked
package latchkey.crypto;

import org.jspecify.annotations.NullMarked;

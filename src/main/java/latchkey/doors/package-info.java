/// What every door needs to speak: how a credential arrives ([CredentialHeaders]), and the
/// headers of challenges and limits. Each door is a folder of its own below, and none knows
/// another.
@NullMarked
package latchkey.doors;

import org.jspecify.annotations.NullMarked;

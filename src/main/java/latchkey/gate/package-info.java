/// The one decision: may this credential do this, for this agent, from here, now?
///
/// Every door asks here and nowhere else. Read [Ask] and [Verdict], then [Decision], which holds
/// the fixed order of checks, and [Gate], which finds what it decides over. [KeyCache] is where
/// the promise about revocations is kept. Rooms never see a credential; this is why.
@NullMarked
package latchkey.gate;

import org.jspecify.annotations.NullMarked;

/// What was answered to a request that created something, so that its repeat is answered and not
/// done again. [Idempotency] is all of it; what is a request and an answer, its callers say.
@NullMarked
package latchkey.idempotency;

import org.jspecify.annotations.NullMarked;

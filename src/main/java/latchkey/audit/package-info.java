/// Who did what: the journal of changes, and of looks at what is secret.
///
/// Start with [AuditLog]: a room appends an [Event] and [By] whom it was in the transaction of
/// its change, so that there are both or neither. The entries of an organization form a chain, of
/// which `Link` says what each hash covers. Not here: counts of requests, which are usage.
@NullMarked
package latchkey.audit;

import org.jspecify.annotations.NullMarked;

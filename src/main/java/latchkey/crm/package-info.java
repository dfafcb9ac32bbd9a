/// The contacts of an agent, and how it keeps them: its stages, statuses, custom fields and what
/// happens to a new one. Read [Setup] first.
@NullMarked
package latchkey.crm;

import org.jspecify.annotations.NullMarked;

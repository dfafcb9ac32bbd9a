/// The agents of an organization: what a key may be bound to.
@NullMarked
package latchkey.agents;

import org.jspecify.annotations.NullMarked;

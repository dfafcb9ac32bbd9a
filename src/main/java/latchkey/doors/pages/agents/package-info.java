/// Agents: the list, one agent, and what people do with it.
@NullMarked
package latchkey.doors.pages.agents;

import org.jspecify.annotations.NullMarked;

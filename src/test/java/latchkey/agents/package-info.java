@NullMarked
package latchkey.agents;

import org.jspecify.annotations.NullMarked;

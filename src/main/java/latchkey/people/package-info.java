/// Whose it all is: organizations. Their people, roles and sessions come to live here too.
@NullMarked
package latchkey.people;

import org.jspecify.annotations.NullMarked;

/// Whose it all is: organizations, their members and who is signed in. [Right] is the table of who
/// may do what, [Power] what keeps people from rising above it. Never here: keys and their holders.
@NullMarked
package latchkey.people;

import org.jspecify.annotations.NullMarked;

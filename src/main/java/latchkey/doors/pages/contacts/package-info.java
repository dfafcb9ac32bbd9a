/// An agent's contacts: the list, one contact, where it is written, and the notes on it.
@NullMarked
package latchkey.doors.pages.contacts;

import org.jspecify.annotations.NullMarked;

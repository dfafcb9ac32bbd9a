/// **API Permission**: the list of keys, the wizard that makes one, and what is done to keys from
/// the list. [KeyListScreens] is what people see first; [KeyForm] is what they fill in.
@NullMarked
package latchkey.doors.pages.keys;

import org.jspecify.annotations.NullMarked;

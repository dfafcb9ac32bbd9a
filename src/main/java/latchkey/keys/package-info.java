/// What a key is and its life: its text, its digest, its row, and all that one can do with it.
///
/// Read [KeyText] for the text, [Keys] for making, changing and ending one, [Rotation] for its
/// secrets, [KeyList] for finding many, [Imports] for those of other systems. Whether a key may do
// something is
/// not decided here but in the gate, over what [Keys#load] gives it.
@NullMarked
package latchkey.keys;

import org.jspecify.annotations.NullMarked;

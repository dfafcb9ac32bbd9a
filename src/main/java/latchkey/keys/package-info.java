/// What a key is and its life: its text, its digest, its row, and issuing, revoking and deleting
/// it.
///
/// Read [KeyText] for the text and [Keys] for what one can do. Whether a key may do something is
/// not decided here but in the gate, over what [Keys#load] gives it.
@NullMarked
package latchkey.keys;

import org.jspecify.annotations.NullMarked;

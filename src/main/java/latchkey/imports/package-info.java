/// Contacts from files, and their undoing.
///
/// Read [Import] first, which says what one is and how far it has come, then [Imports], what one
/// can do with it, and [ImportRunner], which does what takes long. A file that a stranger made is
/// read by [Sheet], row by row and within [Bounds]; [Guess] says which field each of its columns
/// is probably for, [Mapping] makes of a row the contact that is sent, and [ContactSheet] writes
/// contacts as such a file. Contacts are judged and written by the crm room.
@NullMarked
package latchkey.imports;

import org.jspecify.annotations.NullMarked;

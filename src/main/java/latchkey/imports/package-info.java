/// Contacts from and to CSV files.
///
/// Here is what reads a file that a stranger made ([Sheet], row by row and within [Bounds]), what
/// guesses which field each of its columns is for ([Guess]), what makes of a row the contact that
/// would be sent ([Mapping]), and what writes cells that no spreadsheet runs ([Cells]). It touches
/// no table.
@NullMarked
package latchkey.imports;

import org.jspecify.annotations.NullMarked;

/// The files of contacts: what hangs on whom stands in rows, what is in them in blobs beside them.
///
/// An [Upload] takes what is sent, file by file, into drafts on the disk; [Files] keeps all of them
/// or none. A blob is durable before the row that names it, and goes after the last such row. Who
/// may do what, and how files travel, is the doors' business. Begin with [Files].
@NullMarked
package latchkey.files;

import org.jspecify.annotations.NullMarked;

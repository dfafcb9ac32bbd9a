/// The record: SQLite in the data folder, or PostgreSQL, behind one SQL.
///
/// Start with [Database]: it opens the engine, brings its tables up to date and hands out
/// transactions. What differs between the engines stands in [Dialect]; statements stand in the
/// rooms that run them, and are the same for both. Knows no room.
@NullMarked
package latchkey.db;

import org.jspecify.annotations.NullMarked;

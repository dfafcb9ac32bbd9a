/// What an operator may set: every setting is declared once, in [Setting], and read once, into
/// [Settings].
///
/// Flags, environment variables, file keys, `latchkey settings` and `docs/settings.md` all come
/// from that one list. Precedence: flag, environment, file, default. What a setting is *for*
/// lives in the room that reads it. Read [Setting] first, then [Settings].
@NullMarked
package latchkey.settings;

import org.jspecify.annotations.NullMarked;

/// The command line: which commands there are, what they take, how they end.
///
/// A command is a [Command] built by hand from the list of settings, so a start reflects on
/// nothing. What a command starts is not here: it is a [Server], plugged in by `Main`. Read [Cli]
/// first.
@NullMarked
package latchkey.cli;

import org.jspecify.annotations.NullMarked;

/// Tests of the server: parsers by properties, everything else through real sockets.
@NullMarked
package latchkey.http;

import org.jspecify.annotations.NullMarked;

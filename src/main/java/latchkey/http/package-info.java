/// A server of HTTP/1.1 and, over TLS, HTTP/2 on Netty's event loops, strict about what it reads
/// and small enough to read whole.
///
/// Here: listening and stopping ([WebServer]), routes ([Routes]), one request and its answer
/// ([Exchange]), callers' mistakes ([Problem]) and JSON bodies ([Json]). What comes off the wire
/// is judged by [HeadParser] and [Body], and every time-out by [Loop]; [Connection] speaks
/// HTTP/1.1, [H2Connection] HTTP/2, [Tls] keeps the certificate.
///
/// Not here: credentials, doors, rooms. Read [WebServer], then [Exchange].
@NullMarked
package latchkey.http;

import org.jspecify.annotations.NullMarked;

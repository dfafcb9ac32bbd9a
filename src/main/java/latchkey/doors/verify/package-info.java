/// The door for other people's gateways and services: a verdict as JSON ([VerifyDoor]), or as
/// status and headers for proxies ([ForwardAuthDoor]). It decides nothing: it reads, asks the
/// gate and says.
@NullMarked
package latchkey.doors.verify;

import org.jspecify.annotations.NullMarked;

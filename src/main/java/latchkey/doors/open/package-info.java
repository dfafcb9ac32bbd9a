/// The door for integrations that move an agent's data in and out, `/v1/open`: contacts, their
/// files, forms.
///
/// [OpenDoor] does what is the same for every [OpenOperation]: the credential, the gate, the
/// body, the envelope. Each resource is a class of operations, such as [ContactOperations].
@NullMarked
package latchkey.doors.open;

import org.jspecify.annotations.NullMarked;

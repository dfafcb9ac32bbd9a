/// The door for the dashboard, the command line and other tools: `/api/v1/**`, JSON and RFC 9457
/// problems, for sessions and management keys.
///
/// An [Operation] says its method, its path, what it [Need]s and what answers it: a `Call` comes
/// in, an `Answer` goes out, on a virtual thread. [ManageDoor] does for all of them what is the
/// same for all: who asks, whether they may, cookies, versions, repeats. To add a resource: write
/// its class with an `operations()` list, and add that list where the door is made.
@NullMarked
package latchkey.doors.manage;

import org.jspecify.annotations.NullMarked;

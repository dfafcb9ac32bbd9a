package latchkey.doors.manage;

import latchkey.http.Sending;

/// A file that is written while it is sent, however long it becomes.
///
/// @param body writes it; what fails after its beginning cuts it off
public record Streamed(String type, String fileName, Sending body) {}

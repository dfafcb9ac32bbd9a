package latchkey.doors.pages;

import java.util.Optional;

/// Why there is no such page for somebody.
///
/// @param detail what the API said
/// @param again where the form stands that came too late
public record Refused(
    String title, String text, String detail, Optional<String> again, String requestId) {}

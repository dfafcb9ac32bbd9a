package latchkey.doors.pages;

/// Why there is no such page for somebody.
///
/// @param detail what the API said
public record Refused(String title, String text, String detail, String requestId) {}

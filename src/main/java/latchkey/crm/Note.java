package latchkey.crm;

/// What somebody wrote down about a contact.
///
/// @param authorId of the person, or of the key, that wrote it
/// @param authorName as it was then
public record Note(
    String id,
    String contactId,
    String text,
    String authorId,
    String authorName,
    long createdAt,
    long updatedAt,
    long version) {
  public static final int LONGEST = 10_000;

  public Note {
    text = text.strip();
    if (text.isEmpty()) {
      throw new IllegalArgumentException("text says something");
    }
    if (text.codePointCount(0, text.length()) > LONGEST) {
      throw new IllegalArgumentException("text is at most %,d characters".formatted(LONGEST));
    }
    if (text.codePoints().anyMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\t')) {
      throw new IllegalArgumentException("text has no control characters but line breaks");
    }
  }

  boolean by(String id) {
    return authorId.equals(id);
  }

  Note withText(String other, long now) {
    return new Note(id, contactId, other, authorId, authorName, createdAt, now, version + 1);
  }
}

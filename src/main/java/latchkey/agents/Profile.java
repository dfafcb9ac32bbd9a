package latchkey.agents;

import java.util.Optional;
import java.util.regex.Pattern;

/// What people write about an agent; all of it can be changed.
///
/// @param greeting what it says first
/// @param prompt how it is told to behave
public record Profile(
    String name,
    Optional<String> voiceId,
    String greeting,
    String prompt,
    Optional<String> knowledgeBaseId,
    Optional<String> phoneNumber) {
  public static final int MOST_NAME = 100;
  public static final int MOST_GREETING = 2_000;
  public static final int MOST_PROMPT = 20_000;
  private static final int MOST_ID = 100;
  private static final Pattern PHONE = Pattern.compile("\\+[1-9][0-9]{6,14}");

  public Profile {
    name = name.strip();
    if (name.isEmpty() || length(name) > MOST_NAME || name.chars().anyMatch(c -> c < ' ')) {
      throw new IllegalArgumentException("an agent's name has 1 to " + MOST_NAME + " characters");
    }
    atMost("greeting", greeting, MOST_GREETING);
    atMost("prompt", prompt, MOST_PROMPT);
    voiceId.ifPresent(id -> id("voiceId", id));
    knowledgeBaseId.ifPresent(id -> id("knowledgeBaseId", id));
    if (phoneNumber.isPresent() && !PHONE.matcher(phoneNumber.get()).matches()) {
      throw new IllegalArgumentException("a phone number looks like +14155550123");
    }
  }

  public static Profile named(String name) {
    return new Profile(name, Optional.empty(), "", "", Optional.empty(), Optional.empty());
  }

  /// Of the copy of an agent: the same, but for a name that tells it apart, and without the phone
  /// number, which rings at one agent only.
  Profile copied() {
    String copy = "Copy of " + name;
    int end = Math.min(copy.length(), MOST_NAME);
    if (Character.isHighSurrogate(copy.charAt(end - 1))) {
      end--;
    }
    return new Profile(
        copy.substring(0, end), voiceId, greeting, prompt, knowledgeBaseId, Optional.empty());
  }

  private static void atMost(String what, String text, int most) {
    if (length(text) > most) {
      throw new IllegalArgumentException(
          "an agent's %s has at most %d characters".formatted(what, most));
    }
  }

  private static void id(String what, String id) {
    if (id.isEmpty() || id.length() > MOST_ID || !id.chars().allMatch(c -> c > ' ' && c < 127)) {
      throw new IllegalArgumentException(
          "%s has 1 to %d visible ASCII characters".formatted(what, MOST_ID));
    }
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}

package latchkey.files;

/// Why nothing of an upload is kept.
public sealed interface Refusal {
  record NoFile() implements Refusal {}

  /// The contact that they were for is gone.
  record NoContact() implements Refusal {}

  record TooLarge(String name, long most) implements Refusal {}

  /// The contact has, or would have, more files than that.
  record TooMany(int most) implements Refusal {}

  /// The organization would have more bytes than that.
  record QuotaExceeded(long most) implements Refusal {}

  /// A program or a script.
  record Executable(String name, String type) implements Refusal {}

  record Infected(String name, String virus) implements Refusal {}
}

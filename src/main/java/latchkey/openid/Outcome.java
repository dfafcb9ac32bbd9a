package latchkey.openid;

/// How an attempt to sign in ended.
public sealed interface Outcome {
  record Proved(Identity identity) implements Outcome {}

  /// Nothing was proved; `why` is for the log and tells no secret.
  record Refused(String why) implements Outcome {}

  /// The provider could not be asked.
  record Unavailable(String why) implements Outcome {}
}

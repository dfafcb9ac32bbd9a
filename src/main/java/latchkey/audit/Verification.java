package latchkey.audit;

import java.util.Optional;

/// What became of the attempt to prove a chain.
public sealed interface Verification {
  String orgId();

  /// Every entry is as it was appended, and none is missing.
  ///
  /// @param entries how many there are
  /// @param last the number of the last one, or 0
  /// @param hash the last one's hash: it proves all of them to who noted it elsewhere
  /// @param checkpoint the last signed statement about the chain
  record Intact(String orgId, long entries, long last, Hash hash, Optional<Seal> checkpoint)
      implements Verification {}

  /// The chain was changed from outside.
  ///
  /// @param seq the first entry of which that shows
  record Broken(String orgId, long seq, String why) implements Verification {}
}

package latchkey.crm;

/// How a contact is addressed.
public sealed interface Ref {
  /// By the caller's own id.
  record External(String externalReferenceId) implements Ref {}

  /// By ours.
  record Id(String id) implements Ref {}
}

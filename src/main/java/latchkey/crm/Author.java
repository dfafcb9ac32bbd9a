package latchkey.crm;

import latchkey.audit.By;

/// Who does something to contacts, and by what way.
///
/// @param audited whether each of their changes is an audit entry, beside the event that it is
public record Author(By by, Source source, boolean audited) {
  /// People's changes are audited; what integrations do is counted as usage
  /// (docs/decisions/0010).
  public Author(By by, Source source) {
    this(by, source, by.kind() != By.Kind.KEY || source == Source.MANUAL);
  }

  /// A program that manages the organization, whose every change is audited.
  public static Author manager(By by) {
    return new Author(by, Source.API, true);
  }
}

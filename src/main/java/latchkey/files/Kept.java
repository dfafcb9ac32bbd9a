package latchkey.files;

import java.util.List;

/// What became of an [Upload].
public sealed interface Kept {
  /// All files are kept, in the order in which they came.
  record Done(List<ContactFile> files) implements Kept {
    public Done {
      files = List.copyOf(files);
    }
  }

  /// None is.
  record Refused(Refusal why) implements Kept {}
}

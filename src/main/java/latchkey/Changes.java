package latchkey;

import latchkey.gate.Gate;
import latchkey.keys.PublicId;
import org.jspecify.annotations.Nullable;

/// Tells the gate of what the rooms change. It stands between them because the gate reads from
/// the rooms, and the rooms are made first.
final class Changes {
  private volatile @Nullable Gate gate;

  void tell(Gate listener) {
    gate = listener;
  }

  void key(PublicId id) {
    Gate listener = gate;
    if (listener != null) {
      listener.keyChanged(id);
    }
  }

  void imported() {
    Gate listener = gate;
    if (listener != null) {
      listener.keysImported();
    }
  }

  void organization(String id) {
    Gate listener = gate;
    if (listener != null) {
      listener.organizationChanged(id);
    }
  }
}

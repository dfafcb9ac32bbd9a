package latchkey.openid;

import java.io.IOException;

/// The provider did not answer as one must; the message says where and what.
final class Unreachable extends IOException {
  Unreachable(String message) {
    super(message);
  }
}

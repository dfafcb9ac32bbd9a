package latchkey.http;

import java.io.IOException;
import java.io.OutputStream;

/// What writes an answer's body; writing waits for the client, and throws an [IOException] when
/// that has gone.
@FunctionalInterface
public interface Sending {
  void to(OutputStream body) throws IOException;
}

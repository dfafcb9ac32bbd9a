package latchkey.http;

import java.io.IOException;
import java.io.InputStream;

/// What is made of a body while it comes; reading waits for the client, and throws an
/// [IOException] when that went before the end.
@FunctionalInterface
public interface Receiving<T> {
  T from(InputStream body) throws IOException;
}

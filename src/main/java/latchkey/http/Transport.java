package latchkey.http;

import java.net.InetAddress;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What an exchange came on and is answered on. All of it runs on its event loop.
interface Transport {
  Loop loop();

  InetAddress peer();

  /// Calls back once with the whole body; throws the 413 if it is known to be longer. Nothing
  /// happens if the client has gone, or has its answer.
  void takeBody(Exchange exchange, int maxBytes, Consumer<byte[]> taker);

  /// Writes the answer; nothing happens if the client has gone.
  void answer(Exchange exchange, int status, @Nullable HeaderLine type, byte[] payload);
}

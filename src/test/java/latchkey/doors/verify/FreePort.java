package latchkey.doors.verify;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/// A port that was free a moment ago, for programs that cannot choose one and tell.
final class FreePort {
  private FreePort() {}

  /// From below the range that the system gives to clients, where a port found free was taken by
  /// some connection before the proxy could listen on it.
  static int any() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(10_000, 32_000);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException _) {
        // taken: another one
      }
    }
  }
}

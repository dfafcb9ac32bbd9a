package latchkey.doors.verify;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/// A port that was free a moment ago, for programs that cannot choose one and tell.
final class FreePort {
  private FreePort() {}

  static int any() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}

package latchkey.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import latchkey.settings.Setting;
import latchkey.settings.Settings;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/// Lives a short life for the JDK's AOT cache: starts a demo in a temporary folder, asks it what
/// a day asks, and ends. The JDK remembers the classes and the hot methods of that life, and the
/// next start begins with them.
final class Train {
  private static final int ROUNDS = 300;

  private Train() {}

  static Command command(Server server) {
    return Command.plain(
            "train", "Live a short life, for the AOT cache", List.of(), _ -> run(server))
        .hide();
  }

  private static int run(Server server) throws IOException {
    unpackSqlite();
    var folder = Files.createTempDirectory("latchkey-train");
    try {
      var readyFile = folder.resolve("ready.json");
      var running = server.demo(settings(folder.resolve("data")), 1, Optional.of(readyFile));
      try {
        ask(new ObjectMapper().readTree(readyFile.toFile()));
      } finally {
        running.stop();
      }
      return Cli.OK;
    } finally {
      delete(folder);
    }
  }

  /// Lays SQLite's library where the start script points: else every start unpacks it anew, and
  /// every kill leaves a copy behind.
  private static void unpackSqlite() throws IOException {
    var folder = System.getProperty("org.sqlite.lib.path");
    var resource =
        LibraryLoaderUtil.getNativeLibResourcePath() + "/" + LibraryLoaderUtil.getNativeLibName();
    try (var library = SQLiteJDBCLoader.class.getResourceAsStream(resource)) {
      if (folder != null && library != null) {
        Files.createDirectories(Path.of(folder));
        var file = Path.of(folder, LibraryLoaderUtil.getNativeLibName());
        Files.copy(library, file, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private static Settings settings(Path data) {
    Map<Setting<?>, String> flags = new LinkedHashMap<>();
    flags.put(Setting.DATA, data.toString());
    flags.put(Setting.PORT, "0");
    flags.put(Setting.MANAGEMENT_PORT, "0");
    flags.put(Setting.FAILED_CREDENTIALS_PER_MINUTE, "1000000");
    return Settings.of(flags);
  }

  private static void ask(JsonNode ready) throws IOException {
    var token = ready.path("keys").path(0).path("token").asText();
    var managementKey = ready.path("managementKey").asText();
    var verify = "{\"key\":\"" + token + "\",\"permission\":\"contacts.read\"}";
    var forwardAuth =
        request(
            "GET /auth?permission=contacts.read HTTP/1.1", "Authorization: Bearer " + token, "");
    var verifyKey =
        request("POST /v1/keys/verify HTTP/1.1", "Authorization: Bearer " + managementKey, verify);
    var unknownKey = request("GET /auth HTTP/1.1", "Authorization: Bearer lk_live_nobody", "");
    exchange(URI.create(ready.path("url").asText()), List.of(forwardAuth, verifyKey, unknownKey));

    var management = URI.create(ready.path("managementUrl").asText());
    var health = request("GET /health/ready HTTP/1.1", "Accept: */*", "");
    var metrics = request("GET /metrics HTTP/1.1", "Accept: */*", "");
    exchange(management, List.of(health, metrics));
  }

  /// By plain sockets: an HTTP client's classes would only make the cache larger.
  private static void exchange(URI server, List<byte[]> requests) throws IOException {
    var address = InetAddress.getByName(server.getHost());
    for (int round = 0; round < ROUNDS; round++) {
      for (var request : requests) {
        try (var socket = new Socket(address, server.getPort())) {
          socket.getOutputStream().write(request);
          socket.getInputStream().readAllBytes();
        }
      }
    }
  }

  private static byte[] request(String line, String header, String body) {
    return String.join(
            "\r\n",
            line,
            "Host: localhost",
            "Connection: close",
            header,
            "Content-Type: application/json",
            "Content-Length: " + body.length(),
            "",
            body)
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static void delete(Path folder) throws IOException {
    try (var paths = Files.walk(folder)) {
      for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}

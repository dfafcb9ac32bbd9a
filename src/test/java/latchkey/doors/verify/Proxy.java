package latchkey.doors.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import latchkey.TestTools;

/// A real proxy, run from the example that `docs/proxies` shows to operators: only addresses,
/// ports and folders are changed.
enum Proxy {
  NGINX("nginx.conf", "event method") {
    @Override
    Path program() {
      return TestTools.require("nginx");
    }

    @Override
    String adapted(String text, Ports ports, Path folder) {
      String places =
          """
          http {
              access_log off;
              client_body_temp_path %1$s/body;
              proxy_temp_path %1$s/proxy;
              fastcgi_temp_path %1$s/fastcgi;
              uwsgi_temp_path %1$s/uwsgi;
              scgi_temp_path %1$s/scgi;
          """
              .formatted(folder);
      String moved = changed(text, "http {\n", places);
      moved = changed(moved, "listen 80;", "listen 127.0.0.1:" + ports.clients + ";");
      moved = changed(moved, "server 127.0.0.1:8080", "server 127.0.0.1:" + ports.latchkey);
      return changed(moved, "server 127.0.0.1:3000", "server 127.0.0.1:" + ports.app);
    }

    /// One process in the foreground, which ends when it is told.
    @Override
    List<String> command(Path configuration, Path folder) {
      String inTest =
          "daemon off; master_process off; error_log stderr notice; pid %s/pid;".formatted(folder);
      return List.of("-e", "stderr", "-c", configuration.toString(), "-g", inTest);
    }
  },

  CADDY("Caddyfile", "serving initial configuration") {
    @Override
    Path program() {
      return TestTools.require("caddy");
    }

    @Override
    String adapted(String text, Ports ports, Path folder) {
      String moved = changed(text, "api.example.com {", "http://127.0.0.1:" + ports.clients + " {");
      moved =
          changed(moved, "forward_auth 127.0.0.1:8080", "forward_auth 127.0.0.1:" + ports.latchkey);
      moved =
          changed(moved, "reverse_proxy 127.0.0.1:3000", "reverse_proxy 127.0.0.1:" + ports.app);
      return "{\n\tadmin off\n\tauto_https off\n}\n" + moved;
    }

    @Override
    List<String> command(Path configuration, Path folder) {
      return List.of("run", "--adapter", "caddyfile", "--config", configuration.toString());
    }
  },

  /// No Debian package brings it, so it is tested where somebody has put it on the PATH.
  ENVOY("envoy.yaml", "starting workers") {
    @Override
    Path program() {
      return TestTools.ifThere("envoy");
    }

    @Override
    String adapted(String text, Ports ports, Path folder) {
      String moved =
          changed(
              text,
              "address: 0.0.0.0, port_value: 8000",
              "address: 127.0.0.1, port_value: " + ports.clients);
      moved = changed(moved, "port_value: 8080", "port_value: " + ports.latchkey);
      moved = changed(moved, "port_value: 3000", "port_value: " + ports.app);
      return moved;
    }

    @Override
    List<String> command(Path configuration, Path folder) {
      return List.of("--disable-hot-restart", "--concurrency", "1", "-c", configuration.toString());
    }
  };

  static final Path EXAMPLES = Path.of("docs/proxies");

  /// The agent that the examples name where a proxy cannot take it from the path.
  static final String EXAMPLE_AGENT = "support";

  record Ports(int clients, int latchkey, int app) {}

  private final String example;
  private final String readyLine;

  Proxy(String example, String readyLine) {
    this.example = example;
    this.readyLine = readyLine;
  }

  abstract Path program();

  abstract String adapted(String text, Ports ports, Path folder);

  abstract List<String> command(Path configuration, Path folder);

  RunningProxy start(int latchkeyPort, int appPort, String agent, Path folder) throws IOException {
    Path program = program();
    Ports ports = new Ports(FreePort.any(), latchkeyPort, appPort);
    String text = Files.readString(EXAMPLES.resolve(example));
    Path configuration = folder.resolve(example);
    Files.writeString(configuration, adapted(text, ports, folder).replace(EXAMPLE_AGENT, agent));
    return RunningProxy.start(
        program, command(configuration, folder), folder, readyLine, ports.clients);
  }

  private static String changed(String text, String from, String to) {
    if (!text.contains(from)) {
      throw new IllegalStateException("the example no longer says: " + from);
    }
    return text.replace(from, to);
  }
}

package latchkey.doors.openapi;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import latchkey.http.Exchange;
import latchkey.http.HeaderLine;
import latchkey.http.HeaderName;
import latchkey.http.Method;
import latchkey.http.Routes.Route;

/// `/openapi`: the files that describe the doors, for programs.
public final class OpenApiDoor {
  private static final List<String> DOORS = List.of("verify", "open", "manage");

  /// By path, what was read or made once: files do not change while a server runs.
  private static final Map<String, byte[]> KEPT = new ConcurrentHashMap<>();

  private static final HeaderLine YAML = HeaderLine.of("Content-Type", "application/yaml");
  private static final HeaderName LOCATION = HeaderName.of("Location");
  private static final HeaderLine NO_SNIFF = HeaderLine.of("X-Content-Type-Options", "nosniff");

  public List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    routes.add(new Route(Method.GET, "/openapi", exchange -> toPage(exchange, "")));
    for (String door : DOORS) {
      String path = "/openapi/" + door;
      routes.add(new Route(Method.GET, path, exchange -> toPage(exchange, "/" + door)));
      routes.add(new Route(Method.GET, path + ".yaml", exchange -> yaml(exchange, door)));
      routes.add(new Route(Method.GET, path + ".json", exchange -> json(exchange, door)));
    }
    return routes;
  }

  private static void yaml(Exchange exchange, String door) {
    exchange.offLoop(
        () -> KEPT.computeIfAbsent(door + ".yaml", _ -> read(door)),
        text -> exchange.compressible().add(NO_SNIFF).answer(200, YAML, text));
  }

  private static void json(Exchange exchange, String door) {
    exchange.offLoop(
        () -> KEPT.computeIfAbsent(door + ".json", _ -> asJson(door)),
        text -> exchange.compressible().answerJson(200, text));
  }

  /// People read them among the pages.
  private static void toPage(Exchange exchange, String below) {
    exchange.add(LOCATION, "/docs" + below).answer(302);
  }

  private static byte[] asJson(String door) {
    try {
      return new ObjectMapper().writeValueAsBytes(new YAMLMapper().readTree(read(door)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String file(String door) {
    return "/openapi/" + door + ".yaml";
  }

  private static byte[] read(String door) {
    String name = file(door);
    try (InputStream file =
        Objects.requireNonNull(OpenApiDoor.class.getResourceAsStream(name), name)) {
      return file.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

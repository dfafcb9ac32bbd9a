package latchkey.doors.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import latchkey.http.Exchange;
import latchkey.http.HeaderLine;
import latchkey.http.HeaderName;
import latchkey.http.Method;
import latchkey.http.Routes.Route;

/// `/openapi`: the files that describe the doors, for programs.
public final class OpenApiDoor {
  private static final List<String> DOORS = List.of("verify", "open", "manage");
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
        () -> read(door + ".yaml"),
        text -> exchange.compressible().add(NO_SNIFF).answer(200, YAML, text));
  }

  private static void json(Exchange exchange, String door) {
    exchange.offLoop(
        () -> new ObjectMapper().writeValueAsBytes(tree(door)),
        text -> exchange.compressible().answerJson(200, text));
  }

  /// People read them among the pages.
  private static void toPage(Exchange exchange, String below) {
    exchange.add(LOCATION, "/docs" + below).answer(302);
  }

  private static JsonNode tree(String door) throws IOException {
    return new YAMLMapper().readTree(read(door + ".yaml"));
  }

  private static byte[] read(String name) {
    try (InputStream file = OpenApiDoor.class.getResourceAsStream("/openapi/" + name)) {
      if (file == null) {
        throw new IllegalStateException("the program is incomplete: no /openapi/" + name);
      }
      return file.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

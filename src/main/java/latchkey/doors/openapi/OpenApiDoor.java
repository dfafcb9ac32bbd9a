package latchkey.doors.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.Utf8ByteOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import latchkey.http.Exchange;
import latchkey.http.HeaderLine;
import latchkey.http.Method;
import latchkey.http.Routes.Route;

/// `/openapi`: the files that describe the doors, for programs and, as a page, for people.
public final class OpenApiDoor {
  private static final List<String> DOORS = List.of("verify", "manage");
  private static final HeaderLine YAML = HeaderLine.of("Content-Type", "application/yaml");
  private static final HeaderLine HTML = HeaderLine.of("Content-Type", "text/html; charset=utf-8");
  private static final HeaderLine POLICY =
      HeaderLine.of(
          "Content-Security-Policy",
          "default-src 'none'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'");
  private static final HeaderLine CSS = HeaderLine.of("Content-Type", "text/css; charset=utf-8");
  private static final HeaderLine NO_SNIFF = HeaderLine.of("X-Content-Type-Options", "nosniff");

  public List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    routes.add(new Route(Method.GET, "/openapi", exchange -> page(exchange, DOORS.getFirst())));
    routes.add(new Route(Method.GET, "/openapi/openapi.css", OpenApiDoor::css));
    for (String door : DOORS) {
      String path = "/openapi/" + door;
      routes.add(new Route(Method.GET, path, exchange -> page(exchange, door)));
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

  private static void css(Exchange exchange) {
    exchange.offLoop(
        () -> read("openapi.css"),
        text -> exchange.compressible().add(NO_SNIFF).answer(200, CSS, text));
  }

  private static void json(Exchange exchange, String door) {
    exchange.offLoop(
        () -> new ObjectMapper().writeValueAsBytes(tree(door)),
        text -> exchange.compressible().answerJson(200, text));
  }

  private static void page(Exchange exchange, String door) {
    exchange.offLoop(
        () -> {
          TemplateEngine pages = TemplateEngine.createPrecompiled(ContentType.Html);
          Utf8ByteOutput html = new Utf8ByteOutput();
          pages.render("openapi.jte", ApiPage.of(door, DOORS, tree(door)), html);
          return html.toByteArray();
        },
        html -> exchange.compressible().add(POLICY).add(NO_SNIFF).answer(200, HTML, html));
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

package latchkey.ops;

import java.nio.charset.StandardCharsets;
import java.util.List;
import latchkey.http.Exchange;
import latchkey.http.HeaderLine;
import latchkey.http.Json;
import latchkey.http.Method;
import latchkey.http.Routes.Route;

/// The routes of the management port: `/health/live`, `/health/ready` and `/metrics`.
public final class OpsRoutes {
  private static final HeaderLine PROMETHEUS =
      HeaderLine.of("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
  private static final byte[] LIVE = "{\"status\":\"ok\"}".getBytes(StandardCharsets.UTF_8);

  private OpsRoutes() {}

  public static List<Route> of(Health health, Metrics metrics) {
    return List.of(
        new Route(Method.GET, "/health/live", exchange -> exchange.answerJson(200, LIVE)),
        new Route(
            Method.GET,
            "/health/ready",
            exchange ->
                exchange.offLoop(health::findings, findings -> answerReady(exchange, findings))),
        new Route(
            Method.GET,
            "/metrics",
            exchange ->
                exchange.offLoop(
                    () -> metrics.scrape().getBytes(StandardCharsets.UTF_8),
                    text -> exchange.answer(200, PROMETHEUS, text))));
  }

  private static void answerReady(Exchange exchange, List<Health.Finding> findings) {
    boolean ready = findings.stream().allMatch(finding -> finding.trouble().isEmpty());
    exchange.add(HeaderLine.NO_STORE).answerJson(ready ? 200 : 503, report(ready, findings));
  }

  private static byte[] report(boolean ready, List<Health.Finding> findings) {
    return Json.bytes(
        json -> {
          json.writeStartObject();
          json.writeStringField("status", ready ? "ok" : "unavailable");
          json.writeObjectFieldStart("checks");
          for (Health.Finding finding : findings) {
            json.writeStringField(finding.name(), finding.trouble().orElse("ok"));
          }
          json.writeEndObject();
          json.writeEndObject();
        });
  }
}

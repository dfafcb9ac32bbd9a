package latchkey.ops;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import latchkey.http.Exchange;
import latchkey.http.Json;
import latchkey.http.Method;
import latchkey.http.Routes.Route;

/// Whether the process lives, and whether it is ready to be sent requests.
public final class Health {
  private final Map<String, Callable<Boolean>> checks = new LinkedHashMap<>();
  private volatile boolean stopping;

  /// Adds a check of readiness; it may block. Not to be called once the routes are served.
  public Health check(String name, Callable<Boolean> passes) {
    checks.put(name, passes);
    return this;
  }

  /// From now on not ready, so that nothing new is sent here.
  public void stopping() {
    stopping = true;
  }

  public List<Route> routes() {
    return List.of(
        new Route(
            Method.GET, "/health/live", exchange -> answer(exchange, Map.of("process", true))),
        new Route(Method.GET, "/health/ready", this::ready));
  }

  private void ready(Exchange exchange) {
    exchange.offLoop(this::outcomes, outcomes -> answer(exchange, outcomes));
  }

  private Map<String, Boolean> outcomes() {
    Map<String, Boolean> outcomes = new LinkedHashMap<>();
    outcomes.put("accepting", !stopping);
    checks.forEach((name, passes) -> outcomes.put(name, passes(passes)));
    return outcomes;
  }

  private static boolean passes(Callable<Boolean> check) {
    try {
      return check.call();
    } catch (Exception e) {
      return false;
    }
  }

  private static void answer(Exchange exchange, Map<String, Boolean> outcomes) {
    boolean well = !outcomes.containsValue(false);
    exchange.answerJson(
        well ? 200 : 503,
        Json.bytes(
            json -> {
              json.writeStartObject();
              json.writeStringField("status", well ? "ok" : "failing");
              json.writeFieldName("checks");
              Json.value(json, outcomes);
              json.writeEndObject();
            }));
  }
}

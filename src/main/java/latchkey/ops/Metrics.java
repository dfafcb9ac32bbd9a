package latchkey.ops;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import latchkey.http.Exchange;
import latchkey.http.HeaderLine;
import latchkey.http.Method;
import latchkey.http.Routes.Route;
import org.jspecify.annotations.Nullable;

/// `/metrics` for Prometheus. The hot path only touches counters of its own; they are read when
/// somebody asks, and the registry is made then too, for a start need not wait for it.
public final class Metrics {
  private static final HeaderLine TYPE =
      HeaderLine.of("Content-Type", "text/plain; version=0.0.4; charset=utf-8");

  private final List<Consumer<PrometheusMeterRegistry>> meters = new ArrayList<>();
  private @Nullable PrometheusMeterRegistry registry;

  /// A number that only grows; its name ends in `_total` at Prometheus.
  public synchronized Metrics counter(
      String name, String help, String label, String value, LongSupplier count) {
    meters.add(
        to ->
            FunctionCounter.builder(name, count, LongSupplier::getAsLong)
                .description(help)
                .tags(label.isEmpty() ? Tags.empty() : Tags.of(label, value))
                .register(to));
    return this;
  }

  public synchronized Metrics gauge(String name, String help, LongSupplier size) {
    meters.add(
        to ->
            Gauge.builder(name, size, LongSupplier::getAsLong)
                .description(help)
                .strongReference(true)
                .register(to));
    return this;
  }

  public List<Route> routes() {
    return List.of(new Route(Method.GET, "/metrics", this::scrape));
  }

  private void scrape(Exchange exchange) {
    exchange.offLoop(this::text, text -> exchange.answer(200, TYPE, text));
  }

  private synchronized byte[] text() {
    PrometheusMeterRegistry made = registry;
    if (made == null) {
      made = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
      for (Consumer<PrometheusMeterRegistry> meter : meters) {
        meter.accept(made);
      }
      new JvmMemoryMetrics().bindTo(made);
      new JvmThreadMetrics().bindTo(made);
      new ProcessorMetrics().bindTo(made);
      new UptimeMetrics().bindTo(made);
      registry = made;
    }
    return made.scrape().getBytes(StandardCharsets.UTF_8);
  }
}

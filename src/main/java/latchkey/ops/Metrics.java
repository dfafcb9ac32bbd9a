package latchkey.ops;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import latchkey.http.WebServer;
import org.jspecify.annotations.Nullable;

/// The numbers of the process in Prometheus' format.
///
/// Nothing is pushed here: whoever counts keeps its own counters and registers how to read them,
/// so that counting costs what the owner's counter costs. The registry is made at the first look,
/// which keeps it out of the start.
public final class Metrics implements AutoCloseable {
  private final List<Consumer<MeterRegistry>> registrations = new ArrayList<>();
  private @Nullable PrometheusMeterRegistry registry;
  private @Nullable JvmGcMetrics collector;

  /// Registers a number that only grows; tags are names and values in turn.
  public void counter(String name, String help, LongSupplier value, String... tags) {
    register(
        to ->
            FunctionCounter.builder(name, value, LongSupplier::getAsLong)
                .description(help)
                .tags(Tags.of(tags))
                .register(to));
  }

  /// Registers a number that goes up and down; tags are names and values in turn.
  public void gauge(String name, String help, LongSupplier value, String... tags) {
    register(
        to ->
            Gauge.builder(name, value, LongSupplier::getAsLong)
                .description(help)
                .tags(Tags.of(tags))
                .strongReference(true)
                .register(to));
  }

  /// Registers what a server counts, under the name that tells it from the others.
  public void server(String name, WebServer server) {
    var traffic = server.traffic();
    for (int statusClass = 2; statusClass <= 5; statusClass++) {
      int shown = statusClass;
      counter(
          "http.requests",
          "Answered requests",
          () -> traffic.answersOfClass(shown),
          "server",
          name,
          "status",
          shown + "xx");
    }
    counter(
        "http.requests.abandoned",
        "Requests whose client went before the answer",
        traffic::abandonedRequests,
        "server",
        name);
    counter(
        "http.connections.refused",
        "Connections closed because there were too many",
        traffic::refusedConnections,
        "server",
        name);
    gauge(
        "http.requests.in.flight", "Requests not answered yet", traffic::inFlight, "server", name);
    gauge("http.connections", "Open connections", server::openConnections, "server", name);
    if (server.encrypts()) {
      gauge(
          "http.certificate.expires",
          "When the certificate ends, in seconds since 1970",
          () -> server.certificateExpires().map(Instant::getEpochSecond).orElse(0L),
          "server",
          name);
    }
  }

  /// All numbers as Prometheus reads them; it may take milliseconds.
  public synchronized String scrape() {
    return registry().scrape();
  }

  @Override
  public synchronized void close() {
    if (collector != null) {
      collector.close();
    }
    if (registry != null) {
      registry.close();
    }
  }

  /// The registrations are kept: they are what holds the suppliers, to which meters refer weakly.
  private synchronized void register(Consumer<MeterRegistry> registration) {
    registrations.add(registration);
    if (registry != null) {
      registration.accept(registry);
    }
  }

  private PrometheusMeterRegistry registry() {
    PrometheusMeterRegistry made = registry;
    if (made == null) {
      made = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
      registry = made;
      bindProcess(made);
      for (Consumer<MeterRegistry> registration : registrations) {
        registration.accept(made);
      }
    }
    return made;
  }

  private void bindProcess(MeterRegistry to) {
    new JvmMemoryMetrics().bindTo(to);
    new JvmThreadMetrics().bindTo(to);
    new ProcessorMetrics().bindTo(to);
    new UptimeMetrics().bindTo(to);
    var gc = new JvmGcMetrics();
    gc.bindTo(to);
    collector = gc;
  }
}

package latchkey.doors;

import java.util.function.Consumer;
import java.util.function.LongSupplier;
import latchkey.access.Address;
import latchkey.access.TrustedProxies;
import latchkey.db.DatabaseException;
import latchkey.gate.Ask;
import latchkey.gate.Decider;
import latchkey.gate.Gate;
import latchkey.gate.Verdict;
import latchkey.http.Exchange;
import latchkey.http.Problem;

/// How the doors of one event loop reach the gate.
public final class Doorway {
  private final Gate gate;
  private final Decider decider;
  private final TrustedProxies proxies;
  private final boolean https;
  private final LongSupplier clock;

  /// @param https whether people's browsers reach the doors by https
  public Doorway(
      Gate gate, Decider decider, TrustedProxies proxies, boolean https, LongSupplier clock) {
    this.gate = gate;
    this.decider = decider;
    this.proxies = proxies;
    this.https = https;
    this.clock = clock;
  }

  public Gate gate() {
    return gate;
  }

  public long now() {
    return clock.getAsLong();
  }

  /// Whose request this is: the socket's address, or what the operator's proxies say.
  public Address clientOf(Exchange exchange) {
    Address socket = socketOf(exchange);
    return proxies == TrustedProxies.NONE
        ? socket
        : proxies.clientOf(
            socket, exchange.headers("Forwarded"), exchange.headers("X-Forwarded-For"));
  }

  /// Whether it came by https: as the operator says of all, or the proxy that ends TLS of this
  /// one. Who lies about it harms only their own cookie.
  public boolean overHttps(Exchange exchange) {
    return https
        || exchange.header("X-Forwarded-Proto").filter("https"::equalsIgnoreCase).isPresent();
  }

  /// The socket's other end, which may be a proxy.
  public static Address socketOf(Exchange exchange) {
    return Address.of(exchange.peer().getAddress());
  }

  /// Decides, and goes on with the verdict: at once if the key is in memory, else when it was
  /// read off the event loop.
  public void decide(Exchange exchange, Ask ask, Consumer<Verdict> then) {
    switch (decider.decide(ask)) {
      case Verdict verdict -> then.accept(verdict);
      case Decider.Cold cold ->
          exchange.offLoop(
              () -> {
                try {
                  return gate.find(cold);
                } catch (DatabaseException e) {
                  throw unavailable(e);
                }
              },
              found -> then.accept(decider.decide(ask, found)));
    }
  }

  /// What a request is answered that needs the record where it cannot be read.
  public static RuntimeException unavailable(DatabaseException e) {
    return switch (e.kind()) {
      case UNAVAILABLE ->
          Problem.of(
                  503,
                  "unavailable",
                  "The record of keys cannot be read right now; try again soon.")
              .withHeader("Retry-After", "1");
      case CONFLICT, INTERNAL -> e;
    };
  }
}

package latchkey.openid;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import latchkey.crypto.Tickets;

/// Signing in with an account at a provider: the authorization code flow with PKCE, state and
/// nonce. Blocking: called on virtual threads only.
///
/// An attempt lives in the browser that began it, as a ticket in a cookie; whoever brings a
/// callback without it is refused, so nobody can be signed in as somebody else by a link.
public final class OpenId implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final Outbound outbound;
  private final Tickets tickets;
  private final Map<String, Relation> relations = new LinkedHashMap<>();
  private final Map<String, Provider> providers = new LinkedHashMap<>();

  /// @param httpOnLoopback whether a provider on this machine may be asked without encryption
  /// @param tickets live as long as somebody may take at the provider's
  public OpenId(
      List<Provider> providers, boolean httpOnLoopback, Tickets tickets, LongSupplier clock) {
    this(providers, new Outbound(httpOnLoopback, TIMEOUT), tickets, clock);
  }

  OpenId(List<Provider> providers, Outbound outbound, Tickets tickets, LongSupplier clock) {
    this.outbound = outbound;
    this.tickets = tickets;
    for (Provider provider : providers) {
      try {
        var _ = outbound.judged(provider.issuer().toString());
      } catch (Unreachable e) {
        throw new IllegalArgumentException(
            "the provider %s: %s".formatted(provider.name(), e.getMessage()));
      }
      if (this.providers.put(provider.name(), provider) != null) {
        throw new IllegalArgumentException("two providers are called " + provider.name());
      }
      relations.put(provider.name(), new Relation(provider, outbound, clock));
    }
  }

  /// The names of the providers, in the operator's order.
  public List<String> names() {
    return List.copyOf(providers.keySet());
  }

  /// How an attempt begins.
  public sealed interface Start {
    /// The browser goes to `location`, and keeps the ticket.
    record Begun(URI location, String ticket) implements Start {
      @Override
      public String toString() {
        return "Begun[redacted]";
      }
    }

    record UnknownProvider() implements Start {}

    record Unavailable(String why) implements Start {}
  }

  /// Begins an attempt.
  ///
  /// @param redirect where the provider sends the browser back to, as registered there
  public Start begin(String name, URI redirect) {
    Relation relation = relations.get(name);
    if (relation == null) {
      return new Start.UnknownProvider();
    }
    String ticket = tickets.issue(purpose(name));
    try {
      return new Start.Begun(relation.authorization(Attempt.of(tickets, ticket), redirect), ticket);
    } catch (IOException e) {
      return new Start.Unavailable(String.valueOf(e.getMessage()));
    }
  }

  /// Ends an attempt with what the browser brought back.
  ///
  /// @param ticket what the browser kept
  /// @param redirect the same as at the beginning
  public Outcome finish(String name, Optional<String> ticket, Callback callback, URI redirect) {
    Relation relation = relations.get(name);
    Provider provider = providers.get(name);
    if (relation == null || provider == null) {
      return new Outcome.Refused("there is no provider of that name");
    }
    String kept = ticket.orElse("");
    if (!tickets.isGood(kept, purpose(name))) {
      return new Outcome.Refused("this browser began no sign-in, or too long ago");
    }
    Attempt attempt = Attempt.of(tickets, kept);
    if (!attempt.hasState(callback.state().orElse(""))) {
      return new Outcome.Refused("the callback belongs to another attempt");
    }
    if (callback.issuer().filter(by -> !by.equals(provider.issuer().toString())).isPresent()) {
      return new Outcome.Refused("the callback is another provider's");
    }
    if (callback.code().isEmpty()) {
      return new Outcome.Refused("the provider answered: " + callback.error().orElse("nothing"));
    }
    try {
      return once(kept, name, relation.redeem(callback.code().get(), attempt, redirect));
    } catch (IOException e) {
      return new Outcome.Unavailable(String.valueOf(e.getMessage()));
    }
  }

  private Outcome once(String ticket, String name, Outcome outcome) {
    return switch (outcome) {
      case Outcome.Proved proved ->
          tickets.redeem(ticket, purpose(name))
              ? proved
              : new Outcome.Refused("this attempt is finished");
      case Outcome.Refused refused -> refused;
      case Outcome.Unavailable unavailable -> unavailable;
    };
  }

  private static String purpose(String name) {
    return "openid " + name;
  }

  @Override
  public void close() {
    outbound.close();
  }
}

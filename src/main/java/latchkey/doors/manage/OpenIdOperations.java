package latchkey.doors.manage;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import latchkey.doors.Answer;
import latchkey.http.Problem;
import latchkey.http.SetCookie;
import latchkey.limits.Failures;
import latchkey.openid.Callback;
import latchkey.openid.Identity;
import latchkey.openid.OpenId;
import latchkey.openid.OpenId.Start;
import latchkey.openid.Outcome;
import latchkey.people.Email;
import latchkey.people.Identities;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `/api/v1/sign-in/openid`, there and back again, and `/api/v1/me/identities`.
public final class OpenIdOperations {
  private static final Logger LOG = LoggerFactory.getLogger(OpenIdOperations.class);
  private static final String ALL = "/api/v1/sign-in/openid";
  private static final String ONE = ALL + "/{provider}";

  /// What a provider sends a browser back with.
  private static final List<String> ANSWERED = List.of("code", "state", "error", "iss");

  private static final String MINE = "/api/v1/me/identities";

  private static final long FAILURES_PER_MINUTE = 30;
  private static final long REMEMBERED = 100_000;

  /// What the browser keeps while it is at the provider's.
  private static final String COOKIE = "latchkey_openid";

  private final OpenId openId;
  private final Identities identities;
  private final SignInOperations ways;
  private final Supplier<URI> publicUrl;
  private final Duration lifetime;

  /// Each callback asks the provider, so one address cannot have it asked without end.
  private final Failures<String> ofAddress = new Failures<>(FAILURES_PER_MINUTE, REMEMBERED);

  /// Over these rooms, for browsers that come there.
  ///
  /// @param lifetime of an attempt
  public OpenIdOperations(
      OpenId openId,
      Identities identities,
      SignInOperations ways,
      Supplier<URI> publicUrl,
      Duration lifetime) {
    this.openId = openId;
    this.identities = identities;
    this.ways = ways;
    this.publicUrl = publicUrl;
    this.lifetime = lifetime;
  }

  public List<Operation> operations() {
    Need nothing = new Need.Nothing();
    Need signedIn = new Need.SignedIn();
    return List.of(
        Operation.get(ALL, nothing, _ -> Answer.of(new Providers(openId.names()))),
        Operation.get(ONE, nothing, this::begin).notJson(),
        Operation.get(ONE + "/callback", nothing, this::finish)
            .taking(ANSWERED.toArray(String[]::new))
            .passingOverOthers()
            .notJson(),
        Operation.get(MINE, signedIn, this::list),
        Operation.delete(MINE + "/{identityId}", signedIn, this::unlink));
  }

  /// The names of those that one can sign in with.
  private record Providers(List<String> providers) {}

  private Answer begin(Call call) {
    String provider = call.path("provider");
    return switch (openId.begin(provider, callback(provider))) {
      case Start.Begun(URI location, String ticket) ->
          Answer.redirect(location.toString()).with(cookie(ticket, lifetime));
      case Start.UnknownProvider _ -> throw Faults.absent("provider");
      case Start.Unavailable(String why) -> throw unavailable(provider, why);
    };
  }

  /// A browser is led on to a page, which asks here for it: what comes of it is for people there.
  private Answer finish(Call call) {
    String provider = call.path("provider");
    if (call.header("Accept").filter(accept -> accept.contains("text/html")).isPresent()) {
      return Answer.redirect(page(provider, call));
    }
    String address = call.origin().address();
    long wait = ofAddress.retryAfterMillis(address, call.now());
    if (wait > 0) {
      throw SignInOperations.tooMany(wait);
    }
    Callback callback =
        new Callback(
            call.parameter("code"),
            call.parameter("state"),
            call.parameter("error"),
            call.parameter("iss"));
    return switch (openId.finish(provider, ticket(call), callback, callback(provider))) {
      case Outcome.Proved(Identity identity) -> proved(provider, identity, call);
      case Outcome.Refused(String why) -> {
        LOG.info("sign-in with {} refused: {}", encoded(provider), why);
        var _ = ofAddress.record(address, call.now());
        throw SignInOperations.wrong();
      }
      case Outcome.Unavailable(String why) -> throw unavailable(provider, why);
    };
  }

  private static String page(String provider, Call call) {
    StringBuilder page = new StringBuilder("/sign-in/openid/").append(encoded(provider));
    String separator = "/back?";
    for (String name : ANSWERED) {
      Optional<String> value = call.parameter(name);
      if (value.isPresent()) {
        page.append(separator).append(name).append('=').append(encoded(value.get()));
        separator = "&";
      }
    }
    return separator.equals("&") ? page.toString() : page.append("/back").toString();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private Answer proved(String provider, Identity identity, Call call) {
    Identities.Claim claim =
        new Identities.Claim(
            provider,
            identity.issuer(),
            identity.subject(),
            identity.verifiedEmail().flatMap(OpenIdOperations::email));
    String person =
        identities
            .match(claim, call.origin())
            .orElseThrow(
                () ->
                    Faults.forbidden(
                        "not_a_member",
                        "Nobody here has that account or its verified address: ask to be invited."));
    return ways.proved(person, /* strong= */ false, call).with(cookie("", Duration.ZERO));
  }

  /// One of them as it is shown.
  private record Shown(String id, String issuer, Instant linkedAt, Instant lastUsedAt) {
    static Shown of(Identities.Linked linked) {
      return new Shown(
          linked.id(),
          linked.issuer(),
          Instant.ofEpochMilli(linked.createdAt()),
          Instant.ofEpochMilli(linked.lastUsedAt()));
    }
  }

  /// There are few, so they come in one page.
  private Answer list(Call call) {
    return Answer.of(
        new Page.Listed<>(
            identities.list(call.session().person().id()).stream().map(Shown::of).toList(),
            Optional.empty()));
  }

  private Answer unlink(Call call) {
    var _ =
        Faults.changed(
            identities.unlink(call.session(), call.path("identityId"), call.by()), "identity");
    return Answer.none();
  }

  /// An address of a form that nobody here can have is nobody's.
  private static Optional<Email> email(String text) {
    try {
      return Optional.of(new Email(text));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /// Two of them are none: one may be another site's on a domain above ours.
  private static Optional<String> ticket(Call call) {
    List<String> cookies = call.cookies(COOKIE);
    return cookies.size() == 1 ? Optional.of(cookies.getFirst()) : Optional.empty();
  }

  private SetCookie cookie(String value, Duration lasting) {
    return new SetCookie(COOKIE, value, lasting, publicUrl.get().getScheme().equals("https"));
  }

  private URI callback(String provider) {
    return publicUrl.get().resolve(ALL + "/" + encoded(provider) + "/callback");
  }

  private static Problem unavailable(String provider, String why) {
    LOG.warn("sign-in with {} failed: {}", encoded(provider), why);
    return Problem.of(
        503,
        "provider_unavailable",
        "The provider %s does not answer as it should.".formatted(provider));
  }
}

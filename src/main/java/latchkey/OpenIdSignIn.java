package latchkey;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import latchkey.crypto.Tickets;
import latchkey.doors.manage.OpenIdOperations;
import latchkey.doors.manage.Operation;
import latchkey.doors.manage.SignInOperations;
import latchkey.openid.OpenId;
import latchkey.openid.Provider;
import latchkey.people.Identities;
import latchkey.settings.Setting;
import latchkey.settings.Settings;

/// The OpenID providers of the settings, and where they send browsers back to.
record OpenIdSignIn(OpenId openId, Supplier<URI> publicUrl) implements AutoCloseable {
  private static final Duration ATTEMPT = Duration.ofMinutes(10);

  static OpenIdSignIn of(
      Settings settings, Supplier<URI> publicUrl, SecureRandom random, LongSupplier clock) {
    List<Provider> providers =
        settings.get(Setting.OPENID_PROVIDERS).stream()
            .map(set -> new Provider(set.name(), set.issuer(), set.clientId(), set.clientSecret()))
            .toList();
    return new OpenIdSignIn(
        new OpenId(
            providers,
            settings.get(Setting.OPENID_HTTP_ON_LOOPBACK),
            new Tickets(random, clock, ATTEMPT),
            clock),
        publicUrl);
  }

  List<Operation> operations(Identities identities, SignInOperations ways) {
    return new OpenIdOperations(openId, identities, ways, publicUrl, ATTEMPT).operations();
  }

  @Override
  public void close() {
    openId.close();
  }
}

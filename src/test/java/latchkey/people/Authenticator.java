package latchkey.people;

import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.data.PublicKeyCredentialCreationOptions;
import com.webauthn4j.data.PublicKeyCredentialRequestOptions;
import com.webauthn4j.data.client.Origin;
import com.webauthn4j.test.authenticator.webauthn.NoneAttestationAuthenticator;
import com.webauthn4j.test.authenticator.webauthn.WebAuthnAuthenticatorAdaptor;
import com.webauthn4j.test.client.ClientPlatform;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import latchkey.http.JsonRecords;

/// A browser at one site, with an authenticator that makes passkeys and checks its user.
public final class Authenticator {
  private final ObjectConverter converter = new ObjectConverter();
  private final NoneAttestationAuthenticator device = new NoneAttestationAuthenticator();
  private final ClientPlatform browser;

  public Authenticator(String origin) {
    browser = new ClientPlatform(new Origin(origin), new WebAuthnAuthenticatorAdaptor(device));
  }

  /// Goes to another site with the same passkeys.
  Authenticator at(String origin) {
    browser.setOrigin(new Origin(origin));
    return this;
  }

  /// As one whose counter stands still, like that of a copy.
  Authenticator standingStill() {
    device.setCountUpEnabled(false);
    return this;
  }

  /// What `navigator.credentials.create` gives, as JSON.
  public String create(String options) {
    PublicKeyCredentialCreationOptions read =
        Objects.requireNonNull(
            converter
                .getJsonConverter()
                .readValue(options, PublicKeyCredentialCreationOptions.class));
    return converter.getJsonConverter().writeValueAsString(browser.create(read));
  }

  /// The same, of options that were not sent over a wire.
  public String create(PasskeyOptions.Creation options) {
    return create(new String(JsonRecords.write(options), StandardCharsets.UTF_8));
  }

  /// What `navigator.credentials.get` gives, as JSON.
  public String get(String options) {
    PublicKeyCredentialRequestOptions read =
        Objects.requireNonNull(
            converter
                .getJsonConverter()
                .readValue(options, PublicKeyCredentialRequestOptions.class));
    return converter.getJsonConverter().writeValueAsString(browser.get(read));
  }

  String get(PasskeyOptions.Request options) {
    return get(new String(JsonRecords.write(options), StandardCharsets.UTF_8));
  }
}

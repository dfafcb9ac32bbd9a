package latchkey.people;

import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.converter.AttestedCredentialDataConverter;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationData;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.AuthenticatorTransport;
import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.RegistrationData;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import com.webauthn4j.data.attestation.authenticator.AuthenticatorData;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.attestation.statement.NoneAttestationStatement;
import com.webauthn4j.data.client.CollectedClientData;
import com.webauthn4j.data.client.Origin;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.server.ServerProperty;
import com.webauthn4j.verifier.exception.MaliciousCounterValueException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The checks of WebAuthn, by the library that knows them all: of a new passkey and of one that is
/// used. It knows no table.
///
/// Which make of authenticator it is is not asked (attestation "none"): any will do, as long as it
/// checks its user.
final class Ceremony {
  /// In the order in which we like them.
  private static final List<COSEAlgorithmIdentifier> ALGORITHMS =
      List.of(
          COSEAlgorithmIdentifier.EdDSA,
          COSEAlgorithmIdentifier.ES256,
          COSEAlgorithmIdentifier.RS256);

  private final ObjectConverter converter = new ObjectConverter();
  private final AttestedCredentialDataConverter credentials =
      new AttestedCredentialDataConverter(converter);
  private final WebAuthnManager manager = WebAuthnManager.createNonStrictWebAuthnManager(converter);
  private final String relyingParty;
  private final Origin origin;

  Ceremony(URI publicUrl) {
    this.relyingParty = publicUrl.getHost();
    this.origin = new Origin(publicUrl.toString());
  }

  static List<PasskeyOptions.Parameter> parameters() {
    return ALGORITHMS.stream()
        .map(algorithm -> new PasskeyOptions.Parameter("public-key", algorithm.getValue()))
        .toList();
  }

  /// A new one, and the challenge that it answers.
  record Made(PasskeyTable.Stored stored, List<String> transports, String challenge) {
    Made {
      transports = List.copyOf(transports);
    }
  }

  /// What a browser answered to [PasskeyOptions.Creation], if it is all right.
  ///
  /// @param challenged whether a challenge is ours, and still good
  Optional<Made> made(
      String json, Predicate<String> challenged, String id, String person, String name) {
    try {
      RegistrationData data = manager.parse(Answered.read(json).registration());
      Optional<ServerProperty> server = server(data.getCollectedClientData(), challenged);
      if (server.isEmpty() || data.getAttestationObject() == null) {
        return Optional.empty();
      }
      var _ = manager.verify(data, new RegistrationParameters(server.get(), offered(), true, true));
      AuthenticatorData<?> said = data.getAttestationObject().getAuthenticatorData();
      AttestedCredentialData credential = said.getAttestedCredentialData();
      if (credential == null) {
        return Optional.empty();
      }
      return Optional.of(
          new Made(
              new PasskeyTable.Stored(
                  id,
                  person,
                  name,
                  credential.getCredentialId(),
                  credentials.convert(credential),
                  said.getSignCount(),
                  said.isFlagBE(),
                  said.isFlagBS()),
              transports(data.getTransports()),
              challenge(data.getCollectedClientData())));
    } catch (RuntimeException _) { // whatever the library stumbles over proves nothing
      return Optional.empty();
    }
  }

  /// What a browser answered to [PasskeyOptions.Request], before it is checked.
  ///
  /// @param credentialId in base64url
  /// @param person whose the authenticator says the passkey is
  /// @param challenge that it answers
  record Shown(AuthenticationData data, String credentialId, String person, String challenge) {}

  Optional<Shown> shown(String json) {
    try {
      Answered answered = Answered.read(json);
      AuthenticationData data = manager.parse(answered.authentication());
      return Optional.of(
          new Shown(
              data,
              Token.text(answered.credentialId()),
              new String(answered.userHandle(), StandardCharsets.UTF_8),
              challenge(data.getCollectedClientData())));
    } catch (RuntimeException _) { // whatever the library stumbles over proves nothing
      return Optional.empty();
    }
  }

  /// How a check ended.
  sealed interface Check {
    record Good(long counter, boolean backedUp) implements Check {}

    record Bad() implements Check {}

    /// The counter went back: there may be a copy of it.
    record Copied() implements Check {}
  }

  Check check(Shown shown, PasskeyTable.Stored stored, Predicate<String> challenged) {
    AuthenticationData data = shown.data;
    try {
      Optional<ServerProperty> server = server(data.getCollectedClientData(), challenged);
      if (server.isEmpty()) {
        return new Check.Bad();
      }
      var _ =
          manager.verify(
              data, new AuthenticationParameters(server.get(), record(stored), null, true, true));
      AuthenticatorData<?> said = data.getAuthenticatorData();
      return said == null ? new Check.Bad() : new Check.Good(said.getSignCount(), said.isFlagBS());
    } catch (MaliciousCounterValueException _) {
      return new Check.Copied();
    } catch (RuntimeException _) { // as above
      return new Check.Bad();
    }
  }

  private CredentialRecordImpl record(PasskeyTable.Stored stored) {
    return new CredentialRecordImpl(
        new NoneAttestationStatement(),
        /* uvInitialized= */ true,
        stored.backupEligible,
        stored.backedUp,
        stored.counter,
        credentials.convert(stored.credential),
        null,
        null,
        null,
        null);
  }

  private Optional<ServerProperty> server(
      @Nullable CollectedClientData client, Predicate<String> challenged) {
    String challenge = challenge(client);
    return challenged.test(challenge)
        ? Optional.of(
            ServerProperty.builder()
                .origin(origin)
                .rpId(relyingParty)
                .challenge(new DefaultChallenge(challenge))
                .build())
        : Optional.empty();
  }

  private static String challenge(@Nullable CollectedClientData client) {
    return client == null ? "" : Token.text(client.getChallenge().getValue());
  }

  private static List<PublicKeyCredentialParameters> offered() {
    return ALGORITHMS.stream()
        .map(
            algorithm ->
                new PublicKeyCredentialParameters(PublicKeyCredentialType.PUBLIC_KEY, algorithm))
        .toList();
  }

  private static List<String> transports(@Nullable Set<AuthenticatorTransport> transports) {
    return transports == null
        ? List.of()
        : transports.stream()
            .map(AuthenticatorTransport::getValue)
            .filter(name -> name.matches("[a-z-]{1,20}"))
            .sorted()
            .limit(10)
            .toList();
  }
}

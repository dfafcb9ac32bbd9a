package latchkey.people;

import java.util.List;

/// What a browser is asked for, in the words of WebAuthn: as JSON it is what
/// `parseCreationOptionsFromJSON` and `parseRequestOptionsFromJSON` take. Bytes are base64url.
public final class PasskeyOptions {
  private PasskeyOptions() {}

  /// For `navigator.credentials.create`.
  public record Creation(
      RelyingParty rp,
      User user,
      String challenge,
      List<Parameter> pubKeyCredParams,
      long timeout,
      List<Descriptor> excludeCredentials,
      Selection authenticatorSelection,
      String attestation) {
    public Creation {
      pubKeyCredParams = List.copyOf(pubKeyCredParams);
      excludeCredentials = List.copyOf(excludeCredentials);
    }
  }

  /// For `navigator.credentials.get`: any passkey of this site will do, so it asks for no user.
  public record Request(String challenge, long timeout, String rpId, String userVerification) {}

  public record RelyingParty(String id, String name) {}

  public record User(String id, String name, String displayName) {}

  public record Parameter(String type, long alg) {}

  public record Descriptor(String type, String id, List<String> transports) {
    public Descriptor {
      transports = List.copyOf(transports);
    }
  }

  public record Selection(
      String residentKey, boolean requireResidentKey, String userVerification) {}
}

package latchkey.doors.manage;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import latchkey.doors.Answer;
import latchkey.people.Outcome;
import latchkey.people.Passkey;
import latchkey.people.Passkeys;
import latchkey.people.Passkeys.Proof;

/// `/api/v1/sign-in/passkey` and `/api/v1/me/passkeys`.
public final class PasskeyOperations {
  private static final String SIGN_IN = "/api/v1/sign-in/passkey";
  private static final String MINE = "/api/v1/me/passkeys";
  private static final String ONE = MINE + "/{passkeyId}";

  private final Passkeys passkeys;
  private final SignInOperations ways;

  public PasskeyOperations(Passkeys passkeys, SignInOperations ways) {
    this.passkeys = passkeys;
    this.ways = ways;
  }

  public List<Operation> operations() {
    Need nothing = new Need.Nothing();
    Need signedIn = new Need.SignedIn();
    return List.of(
        Operation.post(SIGN_IN + "/options", nothing, _ -> Answer.of(passkeys.request())),
        Operation.post(SIGN_IN + "/finish", nothing, this::signIn),
        Operation.get(MINE, signedIn, this::list),
        Operation.post(
            MINE + "/options",
            signedIn,
            call -> Answer.of(passkeys.creation(call.session().person()))),
        Operation.create(MINE, signedIn, this::register),
        Operation.patch(ONE, signedIn, this::rename),
        Operation.delete(ONE, signedIn, this::delete));
  }

  /// What a browser's `credential.toJSON()` gave.
  private record Shown(JsonNode credential) {}

  private Answer signIn(Call call) {
    String credential = call.body(Shown.class).credential().toString();
    return switch (passkeys.prove(credential, call.origin())) {
      case Proof.Proved(String person) -> ways.proved(person, /* strong= */ true, call);
      case Proof.Wrong _ -> throw SignInOperations.wrong();
      case Proof.TooMany(long wait) -> throw SignInOperations.tooMany(wait);
    };
  }

  /// One of them as it is shown.
  private record Listed(
      String id,
      String name,
      boolean backedUp,
      Instant createdAt,
      Optional<Instant> lastUsedAt,
      long version) {
    static Listed of(Passkey passkey) {
      return new Listed(
          passkey.id(),
          passkey.name(),
          passkey.backedUp(),
          Instant.ofEpochMilli(passkey.createdAt()),
          passkey.lastUsedAt().map(Instant::ofEpochMilli),
          passkey.version());
    }
  }

  /// There are few, so they come in one page.
  private Answer list(Call call) {
    return Answer.of(
        new Page.Listed<>(
            passkeys.list(call.session().person().id()).stream().map(Listed::of).toList(),
            Optional.empty()));
  }

  private record New(String name, JsonNode credential) {}

  private Answer register(Call call) {
    New made = call.body(New.class);
    Passkey passkey =
        done(
            Faults.checked(
                () ->
                    passkeys.register(
                        call.session(), made.name(), made.credential().toString(), call.by())));
    return Answer.created(Listed.of(passkey), MINE + "/" + passkey.id()).version(passkey.version());
  }

  private record Name(String name) {}

  private Answer rename(Call call) {
    String name = call.body(Name.class).name();
    Passkey passkey =
        done(
            Faults.checked(
                () ->
                    passkeys.rename(
                        call.session(), call.path("passkeyId"), call.version(), name, call.by())));
    return Answer.of(Listed.of(passkey)).version(passkey.version());
  }

  private Answer delete(Call call) {
    var _ = done(passkeys.delete(call.session(), call.path("passkeyId"), call.by()));
    return Answer.none();
  }

  private static Passkey done(Outcome<Passkey> outcome) {
    return Faults.changed(outcome, "passkey");
  }
}

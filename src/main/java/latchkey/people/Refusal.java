package latchkey.people;

import java.util.Locale;

/// Why people were refused something, in words for who asked.
public enum Refusal {
  NOT_YOURS("your role does not allow that"),
  ADMINS_ARE_THE_OWNERS("only the owner invites, changes or removes admins"),
  MORE_THAN_YOU_HOLD("nobody gives a role that may do more than they may themselves"),
  OWNER_STAYS("the owner stays the owner until the ownership is transferred"),
  NOT_YOURSELF("nobody changes their own role or suspends themselves"),
  LAST_OPERATOR("the last operator stays: appoint another one first"),
  ALREADY_AN_OPERATOR("that person is an operator already"),
  NOT_VERIFIED(
      "that address was never shown to be theirs: they sign in by mailed code or provider first, or tell you their id"),
  HAS_AN_OWNER("the organization has an owner already"),
  NOT_ACTIVE("that member is suspended: reactivate them first"),
  ALREADY_A_MEMBER("that person is a member already"),
  ALREADY_INVITED("that address is invited already: resend or revoke the invitation"),
  SIGN_IN_FIRST("there is an account with that address: sign in with it, then accept"),
  OTHER_ADDRESS("the invitation is for another address than the one you are signed in with"),
  USED_OR_EXPIRED("the link or code was used, replaced or has expired: ask for a new one"),
  WEAK_PASSWORD("a password has 10 to 200 characters"),
  BREACHED_PASSWORD("that password is among the first that attackers try: choose another one"),
  WRONG_PASSWORD("that is not the current password"),
  WRONG_CODE("that code is wrong, or was used already"),
  TOO_MANY_GUESSES("too many attempts: wait some minutes, then try again"),
  NO_TOTP("there is no second factor to confirm: start its enrolment first"),
  TOTP_IS_ON("the second factor is on already: switch it off first"),
  PASSKEY_PROVES_NOTHING("what the browser answered makes no passkey here: start again"),
  PASSKEY_TAKEN("that passkey is registered already"),
  TOO_MANY_PASSKEYS("a person has at most 20 passkeys: delete one first");

  private final String text;

  Refusal(String text) {
    this.text = text;
  }

  public String text() {
    return text;
  }

  /// As clients compare it, such as `owner_stays`.
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}

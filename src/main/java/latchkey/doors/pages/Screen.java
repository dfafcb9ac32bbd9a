package latchkey.doors.pages;

import latchkey.http.Method;

/// One page, or what a form of one does.
///
/// @param audience who it is for; what somebody may do in it, the API judges
/// @param uploads whether its form has files
public record Screen(
    Method method, String path, Audience audience, boolean uploads, Handler handler) {
  public enum Audience {
    /// Also for who is not signed in.
    EVERYBODY,
    /// For who is not signed in is sent to sign in.
    SIGNED_IN
  }

  /// What answers; it may block. A [latchkey.http.Problem] that it throws becomes a page.
  @FunctionalInterface
  public interface Handler {
    View handle(Visit visit);
  }

  /// A page for people who are signed in.
  public static Screen page(String path, Handler handler) {
    return new Screen(Method.GET, path, Audience.SIGNED_IN, false, handler);
  }

  /// What a form of people who are signed in does.
  public static Screen form(String path, Handler handler) {
    return new Screen(Method.POST, path, Audience.SIGNED_IN, false, handler);
  }

  /// What a form with files does, of people who are signed in. It is sent as
  /// `multipart/form-data`, its fields before its files: [Visit#files()].
  public static Screen upload(String path, Handler handler) {
    return new Screen(Method.POST, path, Audience.SIGNED_IN, true, handler);
  }

  /// A page for everybody.
  public static Screen openPage(String path, Handler handler) {
    return new Screen(Method.GET, path, Audience.EVERYBODY, false, handler);
  }

  /// What a form of everybody does.
  public static Screen openForm(String path, Handler handler) {
    return new Screen(Method.POST, path, Audience.EVERYBODY, false, handler);
  }
}

package latchkey.doors.pages;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import latchkey.http.Assets;

/// What every template can ask, besides its own view: texts, times, who is signed in.
///
/// @param me who is signed in, if somebody is
/// @param csrf what each form carries in the field `_csrf`
/// @param once what makes a form that is sent twice do its work once, in the field `_once`
/// @param toast a text to show once
/// @param theme `light`, `dark`, or `auto`
public record Page(
    Assets assets,
    Texts texts,
    Clock clock,
    Section section,
    String title,
    Optional<Me> me,
    String csrf,
    String once,
    Optional<String> toast,
    String theme,
    String here) {

  /// A text by its name.
  public String t(String name, Object... values) {
    return texts.of(name, values);
  }

  /// A text that counts something.
  public String count(String name, long count) {
    return texts.count(name, count);
  }

  /// How many were found, for who does not see the list; of more, how many are on its first page.
  public String found(int count, boolean more) {
    return more ? t("found.more", number(count)) : count("found", count);
  }

  public String number(long number) {
    return Clock.number(number);
  }

  public String shortNumber(long number) {
    return Clock.shortNumber(number);
  }

  public String bytes(long bytes) {
    return Clock.bytes(bytes);
  }

  public String day(Instant at) {
    return clock.day(at);
  }

  public String minute(Instant at) {
    return clock.minute(at);
  }

  public String exact(Instant at) {
    return clock.exact(at);
  }

  public String ago(Instant at) {
    return clock.ago(at, texts);
  }

  /// The address of a file that the pages need, such as `app.css`.
  public String asset(String name) {
    return assets.url(name);
  }

  /// Whether who is signed in holds a right where they work.
  public boolean holds(String right) {
    return me.filter(who -> who.holds(right)).isPresent();
  }

  /// The sections of a part of the navigation that who is signed in may see.
  public List<Section> sections(Section.Group group) {
    return Arrays.stream(Section.values())
        .filter(one -> one.group() == group && me.filter(who -> who.sees(one)).isPresent())
        .toList();
  }
}

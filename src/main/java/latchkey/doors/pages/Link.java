package latchkey.doors.pages;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// An address of ours while its parameters are put to it.
public record Link(String text) {
  public static Link to(String path) {
    return new Link(path);
  }

  public Link with(String name, String value) {
    String mark = text.indexOf('?') < 0 ? "?" : "&";
    return new Link(text + mark + name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
  }

  /// A parameter that is left out if there is none.
  public Link with(String name, Optional<String> value) {
    return value.map(present -> with(name, present)).orElse(this);
  }
}

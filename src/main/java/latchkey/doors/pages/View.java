package latchkey.doors.pages;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import latchkey.doors.Answer;
import latchkey.http.SetCookie;

/// What a screen answers.
public sealed interface View {
  /// A page.
  ///
  /// @param template below `src/main/jte`, without its ending
  /// @param section of the navigation that it belongs to
  /// @param title before the product's name in the browser's tab
  /// @param model what the template shows as `view`
  /// @param toast the text to show once, by its name in the texts
  record Html(
      int status,
      String template,
      Section section,
      String title,
      Object model,
      Optional<String> toast,
      List<SetCookie> cookies)
      implements View {
    public Html {
      cookies = List.copyOf(cookies);
    }

    /// The same with another status, as that of a form that comes back.
    public Html status(int other) {
      return new Html(other, template, section, title, model, toast, cookies);
    }

    public Html toast(String text) {
      return new Html(status, template, section, title, model, Optional.of(text), cookies);
    }

    public Html with(List<SetCookie> more) {
      List<SetCookie> all = new ArrayList<>(cookies);
      all.addAll(more);
      return new Html(status, template, section, title, model, toast, all);
    }
  }

  /// The browser goes on there, and shows a text once.
  record Redirect(String path, Optional<String> toast, List<SetCookie> cookies) implements View {
    public Redirect {
      if (!path.startsWith("/") || path.startsWith("//") || path.startsWith("/\\")) {
        throw new IllegalArgumentException("not a path of ours: " + path);
      }
      cookies = List.copyOf(cookies);
    }

    public Redirect toast(String text) {
      return new Redirect(path, Optional.of(text), cookies);
    }

    public Redirect with(List<SetCookie> more) {
      return new Redirect(path, toast, more);
    }
  }

  /// The browser goes on to another site, as the API said.
  record Elsewhere(Answer answer) implements View {}

  /// A file to save. A part of it is made when the browser has taken the one before, so that it may
  /// be larger than memory.
  record File(String type, String name, Iterator<String> parts) implements View {
    /// All of what the API answers in parts.
    ///
    /// @param ask for the part that begins at this cursor; without one, for the first
    public static File whole(Function<Optional<String>, Answer> ask) {
      Answer first = ask.apply(Optional.empty());
      Iterator<String> parts =
          Stream.iterate(
                  Optional.of(first),
                  Optional::isPresent,
                  part -> part.flatMap(Answer::next).map(at -> ask.apply(Optional.of(at))))
              .map(part -> part.map(Answer::body).orElse(""))
              .iterator();
      return new File(first.type(), first.fileName().orElse("export"), parts);
    }
  }

  static Html html(String template, Section section, String title, Object model) {
    return new Html(200, template, section, title, model, Optional.empty(), List.of());
  }

  static Redirect redirect(String path) {
    return new Redirect(path, Optional.empty(), List.of());
  }
}

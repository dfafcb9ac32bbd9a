package latchkey.doors.pages.usage;

import java.util.List;
import latchkey.doors.pages.Screen;
import latchkey.doors.pages.Section;
import latchkey.doors.pages.Texts;
import latchkey.doors.pages.View;

/// `/key-usage`: what a key is and did lately, for whoever holds it. Its script asks the server as
/// the key itself, which goes nowhere else and is kept nowhere.
public final class KeyUsageScreens {
  public List<Screen> screens() {
    return List.of(Screen.openPage("/key-usage", _ -> page()));
  }

  /// The names of outcomes, as counts call them and as people do.
  public record Lookup(List<String> outcomes) {
    public Lookup {
      outcomes = List.copyOf(outcomes);
    }
  }

  private static View page() {
    Texts texts = Texts.english();
    List<String> outcomes =
        texts.all().keySet().stream()
            .filter(name -> name.startsWith("outcome."))
            .map(name -> name.substring("outcome.".length()))
            .sorted()
            .toList();
    return View.html("usage/lookup", Section.NONE, texts.of("lookup.title"), new Lookup(outcomes));
  }
}

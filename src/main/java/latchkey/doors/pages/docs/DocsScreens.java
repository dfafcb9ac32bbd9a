package latchkey.doors.pages.docs;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import latchkey.doors.pages.Screen;
import latchkey.doors.pages.Section;
import latchkey.doors.pages.Texts;
import latchkey.doors.pages.View;
import latchkey.doors.pages.Visit;
import latchkey.doors.pages.docs.ApiDoc.Part;
import latchkey.http.Problem;

/// `/docs`: the API, for everybody.
public final class DocsScreens {
  private static final List<String> DOORS = List.of("verify", "open", "manage");

  /// Files do not change while a server runs.
  private static final Map<String, ApiDoc> READ = new ConcurrentHashMap<>();

  public List<Screen> screens() {
    return List.of(
        Screen.openPage("/docs", _ -> View.redirect("/docs/" + DOORS.getFirst())),
        Screen.openPage("/docs/{door}", DocsScreens::show),
        Screen.openPage("/docs/{door}/{part}", DocsScreens::showPart));
  }

  /// What there is of one file.
  public record Contents(ApiDoc api, List<String> doors) {
    public Contents {
      doors = List.copyOf(doors);
    }
  }

  /// One part of a file.
  public record Shown(ApiDoc api, Part part, List<String> doors) {
    public Shown {
      doors = List.copyOf(doors);
    }
  }

  /// What can be read at once is shown at once.
  private static View show(Visit visit) {
    ApiDoc api = api(visit);
    return api.parts().size() == 1
        ? page(api, api.parts().getFirst())
        : View.html("docs/contents", Section.API_DOCS, api.title(), new Contents(api, DOORS));
  }

  private static View showPart(Visit visit) {
    ApiDoc api = api(visit);
    return page(
        api,
        api.part(visit.path("part"))
            .orElseThrow(() -> Problem.of(404, "not_found", "The API has no such part.")));
  }

  private static View page(ApiDoc api, Part part) {
    String title = Texts.english().of("docs.part", part.name(), api.title());
    return View.html("docs/part", Section.API_DOCS, title, new Shown(api, part, DOORS));
  }

  private static ApiDoc api(Visit visit) {
    String door = visit.path("door");
    if (!DOORS.contains(door)) {
      throw Problem.of(404, "not_found", "No API is called that.");
    }
    return READ.computeIfAbsent(door, DocsScreens::read);
  }

  private static String file(String door) {
    return "/openapi/" + door + ".yaml";
  }

  private static ApiDoc read(String door) {
    String file = file(door);
    try (InputStream in =
        Objects.requireNonNull(DocsScreens.class.getResourceAsStream(file), file)) {
      return ApiDoc.of(door, new YAMLMapper().readTree(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

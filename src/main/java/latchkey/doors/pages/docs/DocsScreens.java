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
import latchkey.doors.pages.View;
import latchkey.doors.pages.Visit;
import latchkey.http.Problem;

/// `/docs`: the API, for everybody.
public final class DocsScreens {
  private static final List<String> DOORS = List.of("verify", "open", "manage");

  /// Files do not change while a server runs.
  private static final Map<String, ApiDoc> READ = new ConcurrentHashMap<>();

  public List<Screen> screens() {
    return List.of(
        Screen.openPage("/docs", _ -> View.redirect("/docs/" + DOORS.getFirst())),
        Screen.openPage("/docs/{door}", DocsScreens::show));
  }

  /// One file of those that there are.
  public record Docs(ApiDoc api, List<String> doors) {
    public Docs {
      doors = List.copyOf(doors);
    }
  }

  private static View show(Visit visit) {
    String door = visit.path("door");
    if (!DOORS.contains(door)) {
      throw Problem.of(404, "not_found", "No API is called that.");
    }
    ApiDoc api = READ.computeIfAbsent(door, DocsScreens::read);
    return View.html("docs/api", Section.API_DOCS, api.title(), new Docs(api, DOORS));
  }

  private static ApiDoc read(String door) {
    String file = "/openapi/" + door + ".yaml";
    try (InputStream in =
        Objects.requireNonNull(DocsScreens.class.getResourceAsStream(file), file)) {
      return ApiDoc.of(door, new YAMLMapper().readTree(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

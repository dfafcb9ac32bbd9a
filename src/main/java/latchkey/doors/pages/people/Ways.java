package latchkey.doors.pages.people;

import java.util.List;
import latchkey.doors.pages.Visit;

/// What the way in looks like on this server.
///
/// @param open whether nobody owns it yet
/// @param mail whether it can mail codes and links
/// @param providers whose accounts one can come with
public record Ways(boolean open, boolean mail, List<String> providers) {
  public Ways {
    providers = List.copyOf(providers);
  }

  private record SetupState(boolean open, boolean mail) {}

  private record Providers(List<String> providers) {}

  static Ways of(Visit visit) {
    SetupState state = visit.get("/api/v1/setup").as(SetupState.class);
    return new Ways(
        state.open,
        state.mail,
        visit.get("/api/v1/sign-in/openid").as(Providers.class).providers());
  }
}

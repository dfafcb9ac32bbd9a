package latchkey.doors.pages.keys;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import latchkey.access.Catalog;
import latchkey.access.Resource;
import latchkey.doors.pages.Visit;
import latchkey.doors.pages.keys.KeyView.LimitView;

/// The organization that somebody works in, as far as its keys are about it.
public record Workspace(
    String id,
    String name,
    boolean sealedCopies,
    List<Resource> ownResources,
    ZoneId timeZone,
    List<LimitView> limits) {
  public Workspace {
    ownResources = List.copyOf(ownResources);
    limits = List.copyOf(limits);
  }

  public static Workspace of(Visit visit) {
    return visit
        .get("/api/v1/organizations/{organizationId}")
        .path("organizationId", visit.me().organizationId().orElse("-"))
        .as(Workspace.class);
  }

  LocalDate today(Visit visit) {
    return LocalDate.ofInstant(visit.now(), timeZone);
  }

  public Catalog catalog() {
    return Catalog.with(ownResources);
  }
}

package latchkey.doors;

import latchkey.files.Refusal;
import latchkey.http.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is said of files that are not taken, in one wording.
public final class FileFaults {
  private static final Logger LOG = LoggerFactory.getLogger(FileFaults.class);

  private FileFaults() {}

  public static Problem of(Refusal why) {
    return switch (why) {
      case Refusal.NoFile _ ->
          Problem.of(400, "no_file", "Send at least one file, as a part with a filename.");
      case Refusal.NoContact _ -> Problem.of(404, "not_found", "Contact not found");
      case Refusal.TooLarge(var name, var most) ->
          Problem.of(413, "payload_too_large", "\"%s\" has over %d bytes.".formatted(name, most));
      case Refusal.TooMany(var most) ->
          Problem.of(
              409,
              "too_many_files",
              "A contact has at most %d files: delete some.".formatted(most));
      case Refusal.QuotaExceeded(var most) ->
          Problem.of(
              409,
              "quota_exceeded",
              "The organization's files have at most %d bytes: delete some.".formatted(most));
      case Refusal.Executable(var name, var type) ->
          Problem.of(
              415,
              "executable_file",
              "\"%s\" is a program or a script (%s): such files are not taken."
                  .formatted(name, type));
      case Refusal.Infected(var name, var virus) ->
          Problem.of(
              422, "infected_file", "In \"%s\" the virus scanner found %s.".formatted(name, virus));
    };
  }

  public static Problem unavailable(RuntimeException e) {
    LOG.error("files cannot be kept or read", e);
    return Problem.of(
            503, "storage_unavailable", "Files cannot be kept or read right now; try again soon.")
        .withHeader("Retry-After", "5");
  }
}

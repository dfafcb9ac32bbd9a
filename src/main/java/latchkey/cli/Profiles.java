package latchkey.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import latchkey.crypto.OwnerFiles;
import latchkey.settings.Nearest;

/// The file of profiles, which only its owner may read.
final class Profiles {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  private final Path file;
  private final Map<String, Profile> profiles = new TreeMap<>();
  private String current = Profile.DEFAULT_NAME;

  private Profiles(Path file) {
    this.file = file;
  }

  /// Those of whoever has this environment.
  static Profiles load(Map<String, String> environment) {
    var profiles = new Profiles(file(environment));
    if (Files.exists(profiles.file)) {
      profiles.read();
    }
    return profiles;
  }

  private static Path file(Map<String, String> environment) {
    var config = environment.getOrDefault("XDG_CONFIG_HOME", "");
    var home = environment.getOrDefault("HOME", System.getProperty("user.home"));
    // The XDG specification: a relative path is to be ignored.
    var folder = config.startsWith("/") ? Path.of(config) : Path.of(home, ".config");
    return folder.resolve("latchkey").resolve("profiles.json");
  }

  Path file() {
    return file;
  }

  String current() {
    return current;
  }

  Collection<Profile> all() {
    return profiles.values();
  }

  Optional<Profile> find(String name) {
    return Optional.ofNullable(profiles.get(name));
  }

  Profile get(String name) {
    return find(name)
        .orElseThrow(
            () ->
                new Failure(
                    Cli.NOT_FOUND,
                    "there is no profile %s%s (see ./latchkey profiles)"
                        .formatted(name, Nearest.hint(name, profiles.keySet()))));
  }

  void put(Profile profile) {
    profiles.put(profile.name(), profile);
    current = profile.name();
    write();
  }

  /// A session goes on under a new token, after something that changed its rights.
  static void renew(Call call, Profile profile, Credential.Session session) {
    var profiles = load(call.environment());
    if (profiles.find(profile.name()).filter(p -> p.url().equals(profile.url())).isPresent()) {
      profiles.profiles.put(profile.name(), new Profile(profile.name(), profile.url(), session));
      profiles.write();
    }
  }

  void choose(Profile profile) {
    current = profile.name();
    write();
  }

  void remove(Profile profile) {
    profiles.remove(profile.name());
    write();
  }

  private void read() {
    try {
      if (Files.getFileStore(file).supportsFileAttributeView("posix")
          && Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains)) {
        throw new Failure(
            Cli.REFUSED,
            "others can read what is in %s: run chmod 600 %s, and rotate its keys if they did"
                .formatted(file, file));
      }
      var root = JSON.readTree(file.toFile());
      current = root.path("current").asText(Profile.DEFAULT_NAME);
      root.path("profiles").properties().forEach(entry -> add(entry.getKey(), entry.getValue()));
    } catch (IOException e) {
      throw new Failure(Cli.REFUSED, "%s cannot be read: %s".formatted(file, e.getMessage()));
    }
  }

  private void add(String name, JsonNode profile) {
    var url = Profile.url(profile.path("url").asText(), "the url of profile " + name);
    var credential =
        Credential.of(profile)
            .orElseThrow(() -> new Failure(Cli.REFUSED, name + " in " + file + " has no key"));
    profiles.put(name, new Profile(name, url, credential));
  }

  private void write() {
    var root = JsonNodeFactory.instance.objectNode().put("current", current);
    var all = root.putObject("profiles");
    profiles
        .values()
        .forEach(
            profile ->
                profile
                    .credential()
                    .write(all.putObject(profile.name()).put("url", profile.url().toString())));
    try {
      OwnerFiles.makeFolder(file.resolveSibling("."));
      OwnerFiles.replace(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(root));
    } catch (IOException e) {
      throw new Failure(Cli.REFUSED, "%s cannot be written: %s".formatted(file, e.getMessage()));
    }
  }
}

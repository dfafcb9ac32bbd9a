package latchkey;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import latchkey.cli.Server;
import latchkey.cli.StartFailure;
import latchkey.crypto.Secret;
import latchkey.crypto.UnusableKeyset;
import latchkey.db.UnusableDatabase;
import latchkey.settings.Origin;
import latchkey.settings.Setting;
import latchkey.settings.Settings;

/// What the commands `serve` and `demo` start.
final class Servers implements Server {
  private final PrintStream out;

  Servers(PrintStream out) {
    this.out = out;
  }

  @Override
  public Running serve(Settings settings) {
    Latchkey server = Latchkey.start(settings);
    out.printf(
        "Latchkey answers at %s, health and metrics at %s%n", server.url(), server.managementUrl());
    server.rooms().people().setup().link().ifPresent(this::printSetup);
    return server;
  }

  private void printSetup(Secret link) {
    out.printf(
        "Nobody runs it yet: whoever opens this link makes the first organization, as its owner:%n"
            + "  %s%n",
        link.reveal());
  }

  /// In a folder that lives as long as the demo, unless the operator names one.
  @Override
  public Running demo(Settings settings, long seed, Optional<Path> readyFile) {
    if (!(settings.origin(Setting.DATA) instanceof Origin.Default)) {
      return start(settings, seed, readyFile);
    }
    Path folder = temporaryFolder();
    try {
      Running server = start(settings.with(Setting.DATA, folder), seed, readyFile);
      return () -> {
        server.stop();
        delete(folder);
      };
    } catch (RuntimeException | Error e) {
      delete(folder);
      throw e;
    }
  }

  @Override
  public int rotatePepper(Settings settings) {
    if (settings.get(Setting.KEYSET).isPresent()) {
      throw new StartFailure(
          "the keyset is given by %s: without that, rotate-pepper changes the one in the data folder"
              .formatted(settings.origin(Setting.KEYSET).describe()));
    }
    try (DataFolder folder = DataFolder.open(settings.get(Setting.DATA))) {
      return folder.rotatePepper(new SecureRandom());
    } catch (UnusableKeyset e) {
      throw new StartFailure(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public boolean verifyAudit(
      Settings settings, Optional<String> organization, Consumer<String> say) {
    try {
      return AuditCheck.run(settings, organization, say);
    } catch (UnusableKeyset | UnusableDatabase e) {
      throw new StartFailure(String.valueOf(e.getMessage()), e);
    }
  }

  private Running start(Settings settings, long seed, Optional<Path> readyFile) {
    Latchkey server = Latchkey.start(settings);
    try {
      if (!server.rooms().organizations().isEmpty()) {
        throw new StartFailure(
            "the demo needs an empty data folder, and %s has organizations"
                .formatted(settings.get(Setting.DATA)));
      }
      Demo demo =
          new Demo(
              server,
              DemoPast.make(
                  server, seed, settings.get(Setting.KEY_PREFIX), System.currentTimeMillis()));
      readyFile.ifPresent(demo::writeReadyFile);
      demo.print(out);
      return server;
    } catch (RuntimeException | Error e) {
      server.stop();
      throw e;
    }
  }

  private static Path temporaryFolder() {
    try {
      return Files.createTempDirectory("latchkey-demo");
    } catch (IOException e) {
      throw new StartFailure("no folder for the demo's data can be made: " + e, e);
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException _) {
      // a temporary folder: the system clears it
    }
  }
}

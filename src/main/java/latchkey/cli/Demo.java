package latchkey.cli;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.OptionSpec;

/// Starts a server with an organization, agents and keys to try.
final class Demo {
  private static final OptionSpec READY_FILE =
      OptionSpec.builder("--ready-file")
          .type(Path.class)
          .paramLabel("FILE")
          .description("Write addresses and keys there as JSON, once the server answers")
          .build();

  private static final OptionSpec SEED =
      OptionSpec.builder("--seed")
          .type(Long.class)
          .paramLabel("N")
          .description("Which demo data; the same at every start, secrets apart (1)")
          .build();

  private Demo() {}

  static Command command(Server server) {
    return Command.withSettings(
        "demo",
        "Start with demo data and print what to try",
        List.of(READY_FILE, SEED),
        call -> {
          var settings = call.settings();
          var seed = call.option("--seed", Long.class).orElse(1L);
          var readyFile = call.option("--ready-file", Path.class);
          return Serve.untilTold(() -> server.demo(settings, seed, readyFile), settings);
        });
  }
}

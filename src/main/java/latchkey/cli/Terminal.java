package latchkey.cli;

import java.io.ByteArrayOutputStream;
import java.io.Console;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import latchkey.crypto.Secret;
import org.jspecify.annotations.Nullable;

/// Where the command line reads and prints: a person's terminal, or a script's pipes.
public final class Terminal {
  private static final int LONGEST_SECRET = 4096;
  private static final int USUAL_WIDTH = 100;
  private static final int LEAST_WIDTH = 40;

  private final Map<String, String> environment;
  private final InputStream in;
  private final PrintStream out;
  private final PrintStream err;

  public Terminal(
      Map<String, String> environment, InputStream in, PrintStream out, PrintStream err) {
    this.environment = environment;
    this.in = in;
    this.out = out;
    this.err = err;
  }

  InputStream in() {
    return in;
  }

  PrintStream out() {
    return out;
  }

  PrintStream err() {
    return err;
  }

  /// How wide a line may be; a pipe has no width.
  int width() {
    return console() == null ? Integer.MAX_VALUE : Math.max(LEAST_WIDTH, columns());
  }

  /// A secret, asked for without an echo, or the first line of what comes in.
  Secret secret(String what) {
    var console = console();
    var text = console == null ? firstLine() : typed(console, what);
    if (text.isBlank()) {
      throw new Failure(
          Cli.BAD_USAGE, "no " + what + " came; type it, or pass it on standard input");
    }
    return new Secret(text.strip());
  }

  private static String typed(Console console, String what) {
    var characters = console.readPassword("%s (not shown): ", what);
    if (characters == null) {
      return "";
    }
    var text = new String(characters);
    Arrays.fill(characters, ' ');
    return text;
  }

  private String firstLine() {
    try {
      var line = new ByteArrayOutputStream();
      for (int read = in.read(); read != -1 && read != '\n'; read = in.read()) {
        if (line.size() == LONGEST_SECRET) {
          throw new Failure(Cli.BAD_USAGE, "the first line of standard input is no secret");
        }
        line.write(read);
      }
      return line.toString(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new Failure(Cli.REFUSED, "standard input cannot be read: " + e.getMessage());
    }
  }

  /// A console only where a person is at both ends.
  private @Nullable Console console() {
    var console = out == System.out ? System.console() : null;
    return console != null && console.isTerminal() ? console : null;
  }

  private int columns() {
    var told = environment.getOrDefault("COLUMNS", "");
    return told.matches("[0-9]{1,4}") ? Integer.parseInt(told) : askedColumns();
  }

  /// The JDK does not know the terminal's width; `stty` does.
  private static int askedColumns() {
    try {
      var stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(new File("/dev/tty"))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      var size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      var columns = size.strip().replaceFirst("^[0-9]+ ", "");
      return stty.waitFor(1, TimeUnit.SECONDS) && columns.matches("[1-9][0-9]{1,3}")
          ? Integer.parseInt(columns)
          : USUAL_WIDTH;
    } catch (IOException _) {
      return USUAL_WIDTH;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return USUAL_WIDTH;
    }
  }
}

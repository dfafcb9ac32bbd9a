package latchkey;

import latchkey.cli.Cli;
import latchkey.cli.Terminal;

/// The program: gives the command line its server.
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    // For the few libraries that log by the JDK's own means; everything else is
    // simplelogger.properties.
    System.setProperty(
        "java.util.logging.SimpleFormatter.format", "%1$tFT%1$tT.%1$tL%1$tz %4$s %5$s%6$s%n");
    var environment = System.getenv();
    var terminal = new Terminal(environment, System.in, System.out, System.err);
    System.exit(new Cli(new Servers(System.out), environment, terminal).run(args));
  }
}

package latchkey.cli;

/// A program of one class, to be packed alone: it tells how it was started.
public final class Telling {
  private Telling() {}

  public static void main(String[] args) {
    if (args[0].equals("train")) {
      throw new IllegalStateException("cannot train");
    }
    System.out.println("pid " + ProcessHandle.current().pid());
    System.out.println("option " + System.getProperty("option"));
    System.out.println("arguments " + String.join("|", args));
  }
}

package network.rei.dau;

import network.rei.dau.cli.CommandLineTool;

/** Runs the command line. */
public final class Main {

  private Main() {}

  public static void main(String[] arguments) {
    System.exit(CommandLineTool.run(arguments));
  }
}

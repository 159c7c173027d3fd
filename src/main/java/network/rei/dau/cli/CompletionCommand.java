package network.rei.dau.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code completion}: prints a script for the shell. */
@Command(
    name = "completion",
    description = "Prints a script that completes commands and options in bash and zsh.",
    mixinStandardHelpOptions = true,
    footerHeading = "%n",
    footer = "For the present shell: source <(bin/rei-dau-stats completion)")
final class CompletionCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Terminal.result(script(spec.root().commandLine()));
    return 0;
  }

  static String script(CommandLine tool) {
    return AutoComplete.bash(tool.getCommandName(), tool);
  }
}

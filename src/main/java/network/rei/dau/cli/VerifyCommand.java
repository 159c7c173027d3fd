package network.rei.dau.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code verify}: stored records compared with the chain. */
@Command(
    name = "verify",
    description = "Compares sealed records, chosen at random, with the chain; changes nothing.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    footerHeading = "%n",
    footer =
        "The only line on standard output is a JSON object: records, blocks, and differences, each"
            + " with record, block (the first that differs) and what. Exit code 1 if there are any;"
            + " fetch replaces them.")
final class VerifyCommand implements Callable<Integer> {

  @Mixin private SettingsOptions options;

  @Spec private CommandSpec spec;

  @Option(names = "--records", paramLabel = "N", description = "how many")
  private int records = 10;

  @Override
  public Integer call() throws InterruptedException {
    if (records < 1) {
      throw new ParameterException(
          spec.commandLine(), "--records is '" + records + "': at least 1 is needed");
    }
    return MaintenanceCommand.of(
                options, "verify?records=" + records, operator -> operator.verify(records))
            .get("differences")
            .isEmpty()
        ? 0
        : CommandLineTool.FAILED;
  }
}

package network.rei.dau.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code verify}: compares stored records with the chain. */
@Command(
    name = "verify",
    description =
        "Compares the open records and random sealed ones with the chain, without changing them."
            + " The blocks of the chain must be proven by their roots and signatures.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    footerHeading = "%n",
    footer =
        "The only line on standard output is a JSON object with records, blocks, unverifiedBlocks"
            + " (whose roots or signatures have other rules) and differences;"
            + " each difference has record, block (the first that differs) and what. The exit code"
            + " is 1 if there are differences; fetch replaces such records.")
final class VerifyCommand implements Callable<Integer> {

  @Mixin private SettingsOptions options;

  @Spec private CommandSpec spec;

  @Option(names = "--records", paramLabel = "N", description = "number of records")
  private int records = 10;

  @Override
  public Integer call() throws InterruptedException {
    if (records < 1) {
      throw new ParameterException(
          spec.commandLine(), "--records is '" + records + "': at least 1 is needed");
    }
    return MaintenanceCommand.execute(
                options, "verify?records=" + records, operations -> operations.verify(records))
            .get("differences")
            .isEmpty()
        ? 0
        : CommandLineTool.FAILED;
  }
}

package network.rei.dau.cli;

import java.util.concurrent.Callable;
import network.rei.dau.activity.block.BlockRange;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code fetch}: fetches stored blocks again. */
@Command(
    name = "fetch",
    description = {
      "Fetches stored blocks again, in whole records, and replaces the records that differ from the"
          + " chain.",
      "Missing blocks are fetched by once."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%n",
    footer =
        "The only line on standard output is a JSON object with blocks, records and replaced; each"
            + " entry of replaced has record, block (the first that differed) and what.")
final class FetchCommand implements Callable<Integer> {

  @Mixin private SettingsOptions options;

  @Spec private CommandSpec spec;

  @Option(
      names = "--from-block",
      required = true,
      paramLabel = "N",
      description = "the first block to fetch again")
  private long from;

  @Option(
      names = "--to-block",
      required = true,
      paramLabel = "N",
      description = "the last block to fetch again")
  private long to;

  @Override
  public Integer call() throws InterruptedException {
    if (from < 0 || to < from) {
      throw new ParameterException(
          spec.commandLine(),
          "--from-block is '%d', --to-block '%d': 0 <= from <= to is needed".formatted(from, to));
    }
    MaintenanceCommand.execute(
        options,
        "fetch?fromBlock=%d&toBlock=%d".formatted(from, to),
        operations -> operations.fetch(new BlockRange(from, to)));
    return 0;
  }
}

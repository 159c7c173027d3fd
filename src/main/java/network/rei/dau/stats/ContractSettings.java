package network.rei.dau.stats;

import java.util.function.Supplier;
import network.rei.dau.activity.block.Address;
import network.rei.dau.activity.contract.ContractTracking;
import network.rei.dau.settings.Check;
import network.rei.dau.settings.SettingsException;
import network.rei.dau.settings.SettingsSource;

/**
 * The settings of tracked contracts ({@code rei-dau.contracts}).
 *
 * @param trackedFromUsers how many users on a UTC day make a contract without a label tracked; 0 if
 *     only labelled ones are tracked
 * @param maxTracked how many contracts are tracked on a day at most; 0 for none
 */
public record ContractSettings(int trackedFromUsers, int maxTracked) {

  private static final String FROM_USERS = "rei-dau.contracts.tracked-from-users";
  private static final String MAX_TRACKED = "rei-dau.contracts.max-tracked";
  private static final int MAX_FROM_USERS = 1_000_000_000;

  /** Limits the memory, which is 16 bytes for each contract and day beside its users. */
  private static final int MAX_MAX_TRACKED = 10_000;

  /**
   * @throws SettingsException naming key, value and bound
   */
  public ContractSettings {
    Check.between(FROM_USERS, trackedFromUsers, 0, MAX_FROM_USERS);
    Check.between(MAX_TRACKED, maxTracked, 0, MAX_MAX_TRACKED);
  }

  /**
   * Reads the settings.
   *
   * @throws SettingsException naming key, value and bound
   */
  public static ContractSettings from(SettingsSource source) {
    return new ContractSettings(source.number(FROM_USERS), source.number(MAX_TRACKED));
  }

  /**
   * Returns which contracts are tracked.
   *
   * @param labelled returns the addresses with a label; called by any thread
   */
  public ContractTracking tracking(Supplier<? extends Iterable<Address>> labelled) {
    return new ContractTracking(labelled, trackedFromUsers, maxTracked);
  }
}

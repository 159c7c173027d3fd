package network.rei.dau.label;

import java.util.Optional;
import network.rei.dau.activity.block.Address;

/**
 * The description of an address.
 *
 * @param name such as the name of a contract; not empty
 * @param group the name of the group that the address belongs to, such as a dapp of several
 *     contracts
 * @param url of a page about the address, http or https
 */
public record Label(Address address, String name, Optional<String> group, Optional<String> url) {}

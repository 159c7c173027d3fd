package network.rei.dau.chain.dialect;

import network.rei.dau.activity.block.Hash;

/**
 * What the JSON of a block says about its transactions besides their list.
 *
 * @param root {@code transactionsRoot}
 * @param executed whether {@code gasUsed} is above 0
 * @param assumed whether a transaction was {@linkplain ChainRules.MissingFields#ASSUMED assumed} to
 *     have no recipient or no nonce
 */
public record TransactionEvidence(Hash root, boolean executed, boolean assumed) {}

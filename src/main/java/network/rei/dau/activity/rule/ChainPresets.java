package network.rei.dau.activity.rule;

import java.util.List;
import java.util.Set;
import network.rei.dau.activity.block.Address;

/**
 * The rules of known chains, by chain id. Each leaves out transactions that no account has signed
 * on the chain: those of the protocol itself, and those that were sent on another chain and are
 * executed here.
 */
public final class ChainPresets {

  private static final Address ZERO = address("0x" + "0".repeat(40));

  /** Chains of the OP stack from their first block on. */
  private static final Set<Long> OP_STACK =
      Set.of(
          10L, // OP Mainnet
          8453L, // Base
          130L, // Unichain
          169L, // Manta Pacific
          185L, // Mint
          204L, // opBNB
          252L, // Fraxtal
          291L, // Orderly
          360L, // Shape
          480L, // World Chain
          690L, // Redstone
          957L, // Derive
          1135L, // Lisk
          1750L, // Metal L2
          1868L, // Soneium
          1923L, // Swellchain
          5000L, // Mantle
          34_443L, // Mode
          57_073L, // Ink
          60_808L, // BOB
          81_457L, // Blast
          7_777_777L, // Zora
          84_532L, // Base Sepolia
          11_155_420L); // OP Sepolia

  private static final Set<Long> ARBITRUM =
      Set.of(
          42_161L, // Arbitrum One
          42_170L, // Arbitrum Nova
          421_614L, // Arbitrum Sepolia
          33_139L, // ApeChain
          660_279L); // Xai

  private static final Set<Long> ZKSYNC =
      Set.of(
          324L, // ZKsync Era
          300L, // ZKsync Sepolia
          232L, // Lens
          388L, // Cronos zkEVM
          2741L, // Abstract
          50_104L); // Sophon

  private static final long CELO = 42_220;
  private static final long CELO_FIRST_L2_BLOCK = 31_056_500;

  private static final long POLYGON = 137;
  private static final long POLYGON_FIRST_TYPED_BLOCK = 80_084_800;
  private static final long AMOY = 80_002;
  private static final long AMOY_FIRST_TYPED_BLOCK = 29_287_400;

  private static final Set<Long> SCROLL = Set.of(534_352L, 534_351L);
  private static final Set<Long> HYPER_EVM = Set.of(999L, 998L);
  private static final Set<Long> STABLE = Set.of(988L, 2201L);
  private static final long TEMPO = 4217;
  private static final long TRON = 728_126_428;

  private ChainPresets() {}

  /** Returns the rules of a chain; empty for a chain without system transactions, such as REI. */
  public static List<SystemRule> of(long chainId) {
    if (OP_STACK.contains(chainId)) {
      return opStack();
    }
    if (chainId == CELO) {
      return opStack().stream().map(rule -> rule.fromBlock(CELO_FIRST_L2_BLOCK)).toList();
    }
    if (ARBITRUM.contains(chainId)) {
      return arbitrum();
    }
    if (ZKSYNC.contains(chainId)) {
      return zkSync();
    }
    if (chainId == POLYGON) {
      return polygon(POLYGON_FIRST_TYPED_BLOCK);
    }
    if (chainId == AMOY) {
      return polygon(AMOY_FIRST_TYPED_BLOCK);
    }
    if (SCROLL.contains(chainId)) {
      return scroll();
    }
    if (HYPER_EVM.contains(chainId)) {
      return hyperEvm();
    }
    if (STABLE.contains(chainId)) {
      return stable();
    }
    return chainId == TEMPO ? tempo() : List.of();
  }

  /**
   * Returns whether the nonce of a transaction counts the earlier ones of its sender, so that a
   * transaction with nonce 0 is the first of its sender.
   */
  public static boolean countsNonces(long chainId) {
    return chainId != TRON;
  }

  private static List<SystemRule> opStack() {
    return List.of(
        SystemRule.from(
            "l1-attributes",
            "Each block begins with a transaction of the depositor account, which sets the"
                + " attributes of the L1 block.",
            "https://specs.optimism.io/protocol/deposits.html#l1-attributes-deposited-transaction",
            List.of(address("0xdeaddeaddeaddeaddeaddeaddeaddeaddead0001"))),
        SystemRule.ofTypes(
            "l1-deposits",
            "A transaction of type 0x7e was sent on L1; no account has signed it on this chain.",
            "https://specs.optimism.io/protocol/deposits.html#user-deposited-transactions",
            0x7e));
  }

  private static List<SystemRule> arbitrum() {
    String source =
        "https://github.com/OffchainLabs/go-ethereum/blob/master/core/types/transaction.go";
    return List.of(
        SystemRule.from(
            "arbos-internal",
            "Each block begins with a transaction of ArbOS (type 0x6a).",
            "https://github.com/blockscout/blockscout-rs/issues/1079",
            List.of(address("0x00000000000000000000000000000000000a4b05"))),
        SystemRule.ofTypes(
            "l1-messages",
            "A transaction of type 0x64 to 0x69 was sent on L1, or retries one that was; no account"
                + " has signed it on this chain.",
            source,
            0x64,
            0x65,
            0x66,
            0x68,
            0x69));
  }

  private static List<SystemRule> zkSync() {
    String source =
        "https://github.com/matter-labs/zksync-era/blob/main/docs/src/specs/contracts/"
            + "settlement_contracts/priority_queue/processing_of_l1-l2_txs.md";
    return List.of(
        SystemRule.from(
            "bootloader",
            "The bootloader sends transactions of the protocol.",
            source,
            List.of(address("0x0000000000000000000000000000000000008001"))),
        SystemRule.ofTypes(
            "priority-operations",
            "A transaction of type 0xff was sent on L1; its signature is not verified on this"
                + " chain.",
            source,
            0xff),
        SystemRule.ofTypes(
            "protocol-upgrades",
            "A transaction of type 0xfe upgrades the protocol.",
            source,
            0xfe));
  }

  private static List<SystemRule> polygon(long firstTyped) {
    return List.of(
        SystemRule.from(
            "state-sync",
            "At the end of a sprint, the state of Ethereum is synchronised by a transaction of the"
                + " zero address, for which no key exists.",
            "https://github.com/0xPolygon/bor/releases/tag/v2.5.0",
            List.of(ZERO, address("0xfffffffffffffffffffffffffffffffffffffffe"))),
        SystemRule.ofTypes(
                "state-sync-typed",
                "Since PIP-74, such a transaction has the type 0x7f.",
                "https://github.com/0xPolygon/bor/releases/tag/v2.5.0",
                0x7f)
            .fromBlock(firstTyped));
  }

  private static List<SystemRule> scroll() {
    return List.of(
        SystemRule.ofTypes(
            "l1-messages",
            "A transaction of type 0x7e was sent on L1; no account has signed it on this chain.",
            "https://docs.scroll.io/en/technology/chain/transactions/",
            0x7e));
  }

  private static List<SystemRule> hyperEvm() {
    return List.of(
        SystemRule.ofFree(
            "hypercore",
            "Transactions between HyperCore and HyperEVM have gas price 0. Only some endpoints list"
                + " them in their blocks.",
            "https://docs.chainstack.com/reference/hyperliquid-evm-eth-get-system-txs-by-block-number"));
  }

  private static List<SystemRule> stable() {
    return List.of(
        SystemRule.from(
            "system",
            "Blocks contain transactions of the zero address, and of 0x8888…8888 on the testnet.",
            "https://github.com/subsquid/squid-sdk/tree/master/evm/evm-rpc/test/fixtures/stable",
            List.of(ZERO, address("0x" + "8".repeat(40)))));
  }

  private static List<SystemRule> tempo() {
    return List.of(
        SystemRule.from(
            "system",
            "Blocks end with a transaction of the zero address, for which no key exists.",
            "https://github.com/subsquid/squid-sdk/tree/master/evm/evm-rpc/test/fixtures/tempo-mainnet",
            List.of(ZERO)));
  }

  private static Address address(String hex) {
    return Address.parse(hex);
  }
}

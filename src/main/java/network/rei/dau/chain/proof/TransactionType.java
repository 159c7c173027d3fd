package network.rei.dau.chain.proof;

import static network.rei.dau.chain.proof.TransactionField.ACCESS_LIST;
import static network.rei.dau.chain.proof.TransactionField.AUTHORIZATION_LIST;
import static network.rei.dau.chain.proof.TransactionField.BLOB_VERSIONED_HASHES;
import static network.rei.dau.chain.proof.TransactionField.CHAIN_ID;
import static network.rei.dau.chain.proof.TransactionField.FROM;
import static network.rei.dau.chain.proof.TransactionField.GAS;
import static network.rei.dau.chain.proof.TransactionField.GAS_PRICE;
import static network.rei.dau.chain.proof.TransactionField.INPUT;
import static network.rei.dau.chain.proof.TransactionField.IS_SYSTEM_TX;
import static network.rei.dau.chain.proof.TransactionField.MAX_FEE_PER_BLOB_GAS;
import static network.rei.dau.chain.proof.TransactionField.MAX_FEE_PER_GAS;
import static network.rei.dau.chain.proof.TransactionField.MAX_PRIORITY_FEE_PER_GAS;
import static network.rei.dau.chain.proof.TransactionField.MINT;
import static network.rei.dau.chain.proof.TransactionField.NONCE;
import static network.rei.dau.chain.proof.TransactionField.SOURCE_HASH;
import static network.rei.dau.chain.proof.TransactionField.TO;
import static network.rei.dau.chain.proof.TransactionField.VALUE;

import java.util.List;
import java.util.Optional;

/**
 * The types of transactions whose encoding is known, each with its fields before the signature. The
 * rules of a chain decide which of them its blocks can be proven with.
 */
enum TransactionType {
  /** A transaction without a type; EIP-155 adds the chain id to what is signed. */
  LEGACY(0, NONCE, GAS_PRICE, GAS, TO, VALUE, INPUT),

  /** EIP-2930. */
  WITH_ACCESS_LIST(1, CHAIN_ID, NONCE, GAS_PRICE, GAS, TO, VALUE, INPUT, ACCESS_LIST),

  /** EIP-1559. */
  WITH_BASE_FEE(
      2,
      CHAIN_ID,
      NONCE,
      MAX_PRIORITY_FEE_PER_GAS,
      MAX_FEE_PER_GAS,
      GAS,
      TO,
      VALUE,
      INPUT,
      ACCESS_LIST),

  /** EIP-4844, as in a block: without the blobs. */
  WITH_BLOBS(
      3,
      CHAIN_ID,
      NONCE,
      MAX_PRIORITY_FEE_PER_GAS,
      MAX_FEE_PER_GAS,
      GAS,
      TO,
      VALUE,
      INPUT,
      ACCESS_LIST,
      MAX_FEE_PER_BLOB_GAS,
      BLOB_VERSIONED_HASHES),

  /** EIP-7702. */
  WITH_AUTHORIZATIONS(
      4,
      CHAIN_ID,
      NONCE,
      MAX_PRIORITY_FEE_PER_GAS,
      MAX_FEE_PER_GAS,
      GAS,
      TO,
      VALUE,
      INPUT,
      ACCESS_LIST,
      AUTHORIZATION_LIST),

  /** Of Arbitrum: the start of a block, which no account signed. */
  ARBITRUM_INTERNAL(0x6a, false, CHAIN_ID, INPUT),

  /** Of the OP stack: a transaction that was sent on the chain below, which names its sender. */
  OPTIMISM_DEPOSIT(0x7e, false, SOURCE_HASH, FROM, TO, MINT, VALUE, GAS, IS_SYSTEM_TX, INPUT);

  private static final TransactionType[] TYPES = values();

  private final int number;
  private final boolean signed;

  @SuppressWarnings("ImmutableEnumChecker") // a list of List.of
  private final List<TransactionField> fields;

  TransactionType(int number, TransactionField... fields) {
    this(number, true, fields);
  }

  TransactionType(int number, boolean signed, TransactionField... fields) {
    this.number = number;
    this.signed = signed;
    this.fields = List.of(fields);
  }

  /**
   * Returns the type with a number.
   *
   * @param number of EIP-2718; negative if the transaction names no type
   * @return empty if the encoding is not known
   */
  static Optional<TransactionType> of(long number) {
    long known = Math.max(0, number);
    for (TransactionType type : TYPES) {
      if (type.number == known) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  /** Returns whether the encoding ends with a signature. */
  boolean isSigned() {
    return signed;
  }

  /** Returns the first byte of the encoding; 0 for a legacy transaction, which has none. */
  int number() {
    return number;
  }

  /** Returns the fields before the signature, in the order of the encoding. */
  List<TransactionField> fields() {
    return fields;
  }
}

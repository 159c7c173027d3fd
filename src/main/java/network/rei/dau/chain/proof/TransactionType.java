package network.rei.dau.chain.proof;

import static network.rei.dau.chain.proof.TransactionField.ACCESS_LIST;
import static network.rei.dau.chain.proof.TransactionField.AUTHORIZATION_LIST;
import static network.rei.dau.chain.proof.TransactionField.BLOB_VERSIONED_HASHES;
import static network.rei.dau.chain.proof.TransactionField.CHAIN_ID;
import static network.rei.dau.chain.proof.TransactionField.GAS;
import static network.rei.dau.chain.proof.TransactionField.GAS_PRICE;
import static network.rei.dau.chain.proof.TransactionField.INPUT;
import static network.rei.dau.chain.proof.TransactionField.MAX_FEE_PER_BLOB_GAS;
import static network.rei.dau.chain.proof.TransactionField.MAX_FEE_PER_GAS;
import static network.rei.dau.chain.proof.TransactionField.MAX_PRIORITY_FEE_PER_GAS;
import static network.rei.dau.chain.proof.TransactionField.NONCE;
import static network.rei.dau.chain.proof.TransactionField.TO;
import static network.rei.dau.chain.proof.TransactionField.VALUE;

import java.util.List;
import java.util.Optional;

/** The types of transactions whose encoding is known, each with its fields before the signature. */
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
      AUTHORIZATION_LIST);

  private final int number;

  @SuppressWarnings("ImmutableEnumChecker") // a list of List.of
  private final List<TransactionField> fields;

  TransactionType(int number, TransactionField... fields) {
    this.number = number;
    this.fields = List.of(fields);
  }

  /**
   * Returns the type with a number.
   *
   * @param number of EIP-2718; negative if the transaction names no type
   * @return empty if the encoding is not known
   */
  static Optional<TransactionType> of(long number) {
    return number >= values().length
        ? Optional.empty()
        : Optional.of(values()[(int) Math.max(0, number)]);
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

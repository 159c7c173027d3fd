package network.rei.dau.chain.proof;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.rei.dau.activity.block.Hash;

/**
 * Proves the list of transactions of a block while its JSON is read. The memory that it needs
 * depends on the largest transaction and not on their number, except for their signatures.
 *
 * <p>Can be used again for the next block; not thread-safe.
 */
public final class BlockProof {

  /** From this length on, a text is too long to be read; it may be cut there. */
  public static final int MAX_TEXT = TransactionFields.MAX_TEXT;

  private final boolean senders;
  private final TransactionFields fields = new TransactionFields();
  private final TransactionTrie trie = new TransactionTrie();
  private List<Signature> signatures = List.of();
  private boolean provable;
  private boolean incomplete;

  /**
   * Creates a proof.
   *
   * @param senders whether the signatures are kept, to recover the senders from
   */
  public BlockProof(boolean senders) {
    this.senders = senders;
  }

  /** Begins a block. */
  public void begin() {
    trie.clear();
    signatures = new ArrayList<>();
    provable = true;
    incomplete = false;
  }

  public void beginTransaction() {
    fields.clear();
  }

  /** Reads the value of a key of a transaction, which the parser is at the start of, to its end. */
  public void read(String key, JsonParser json, JsonToken value) throws IOException {
    if (provable) {
      fields.read(key, json, value);
    } else {
      json.skipChildren();
    }
  }

  /**
   * Adds the transaction that was read.
   *
   * @param type the number of its type; negative if it names none
   */
  public void endTransaction(long type) {
    Optional<TransactionType> known = TransactionType.of(type);
    provable &= known.isPresent() && !fields.areTooLarge();
    if (!provable || incomplete) {
      return;
    }
    byte[] encoded = fields.encode(known.get());
    if (encoded == null) {
      incomplete = true;
      return;
    }
    trie.add(encoded);
    if (senders) {
      signatures.add(fields.signature(known.get()));
    }
  }

  /** Leaves out the transaction that was read, because its encoding on the chain is not known. */
  public void skipTransaction() {
    provable = false;
  }

  /** Returns whether the transactions since {@link #begin} are those of a root. */
  public ListProof prove(Hash root) {
    if (!provable) {
      return ListProof.UNPROVABLE;
    }
    return !incomplete && Hash.from(ByteBuffer.wrap(trie.root())).equals(root)
        ? ListProof.PROVEN
        : ListProof.CONTRADICTED;
  }

  /** Returns the signatures, if senders are to be recovered and the list is proven. */
  public Signatures signatures() {
    return new Signatures(signatures);
  }
}

package network.rei.dau.chain.proof;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A field that the encoding of a transaction contains, with its key in JSON. */
enum TransactionField {
  CHAIN_ID("chainId", Form.QUANTITY),
  NONCE("nonce", Form.QUANTITY),
  GAS_PRICE("gasPrice", Form.QUANTITY),
  MAX_PRIORITY_FEE_PER_GAS("maxPriorityFeePerGas", Form.QUANTITY),
  MAX_FEE_PER_GAS("maxFeePerGas", Form.QUANTITY),
  GAS("gas", Form.QUANTITY),
  TO("to", Form.DATA),
  VALUE("value", Form.QUANTITY),
  INPUT("input", Form.DATA),
  FROM("from", Form.DATA),
  SOURCE_HASH("sourceHash", Form.DATA),
  MINT("mint", Form.QUANTITY),
  IS_SYSTEM_TX("isSystemTx", Form.BOOLEAN),
  ACCESS_LIST("accessList", Form.ACCESS_LIST),
  MAX_FEE_PER_BLOB_GAS("maxFeePerBlobGas", Form.QUANTITY),
  BLOB_VERSIONED_HASHES("blobVersionedHashes", Form.DATA_LIST),
  AUTHORIZATION_LIST("authorizationList", Form.AUTHORIZATION_LIST),
  Y_PARITY("yParity", Form.QUANTITY),
  V("v", Form.QUANTITY),
  R("r", Form.QUANTITY),
  S("s", Form.QUANTITY);

  private static final Map<String, TransactionField> BY_KEY =
      Arrays.stream(values()).collect(Collectors.toMap(field -> field.key, Function.identity()));

  private final String key;
  private final Form form;

  /** How a field is written in JSON and in RLP. */
  enum Form {
    /** A number of at most 256 bits. */
    QUANTITY,
    /** Bytes. */
    DATA,
    /** True or false, as 1 or 0. */
    BOOLEAN,
    /** A list of bytes. */
    DATA_LIST,
    /** A list of addresses, each with storage keys. */
    ACCESS_LIST,
    /** A list of signed authorizations. */
    AUTHORIZATION_LIST
  }

  TransactionField(String key, Form form) {
    this.key = key;
    this.form = form;
  }

  /** Returns the field with a key; null if no encoding contains it. */
  static TransactionField of(String key) {
    return BY_KEY.get(key);
  }

  Form form() {
    return form;
  }
}

package network.rei.dau.cluster;

/**
 * Marks messages between nodes, which Jackson serializes as CBOR. Other types are not serialized;
 * Java serialization is off.
 *
 * <p>Nodes of two versions exchange messages during a rolling update. Therefore fields are only
 * added, an added field must be optional, and unknown fields are ignored.
 */
public interface CborSerializable {}

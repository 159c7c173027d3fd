package network.rei.dau.cluster;

/**
 * Marks what may go from one node to another. It is written as CBOR by Jackson, and only what is
 * marked, and what such messages consist of, can be: there is no Java serialization.
 *
 * <p>Nodes of two versions talk to each other while a cluster is updated. So fields are only ever
 * added, and one that an older node does not send must be allowed to be missing; unknown ones are
 * passed over.
 */
public interface CborSerializable {}

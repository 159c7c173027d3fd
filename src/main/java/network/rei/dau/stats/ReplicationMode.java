package network.rei.dau.stats;

/** Whether other processes commit to the store of this node. */
public enum ReplicationMode {
  /** Only this process commits. */
  EXCLUSIVE,

  /** Other nodes or other processes commit too: the node follows their commits. */
  SHARED
}

/** Exports the state of the process: the JVM, thread pools, actors, the disk and the build. */
package network.rei.dau.observability.metrics.process;

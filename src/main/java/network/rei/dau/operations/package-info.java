/**
 * Operations by hand: what an operator may ask for ({@code OperationKind}), what does it ({@code
 * Operator}), and, of a running service, what became of it ({@code OperationDesk}, an actor, over
 * the pure {@code OperationLog}). {@code Operations} is the door to the desk. Knows neither HTTP
 * nor a command line: both ask here.
 *
 * <p>May use {@code ingest}, the protocol of {@code stats}, {@code storage} and {@code activity}.
 */
package network.rei.dau.operations;

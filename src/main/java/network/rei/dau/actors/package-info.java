/**
 * What is counted of every actor, by Akka's own points of extension: an interceptor around its
 * behavior ({@link network.rei.dau.actors.Watched}), a mailbox that measures ({@link
 * network.rei.dau.actors.MeasuredMailbox}), and a listener to Akka's event stream ({@link
 * network.rei.dau.actors.LostMessages}). The counts are an extension of the actor system ({@link
 * network.rei.dau.actors.ActorCounts}), so no actor is handed them.
 *
 * <p>Knows no actor by name, and nothing of ours but {@code counting}.
 */
package network.rei.dau.actors;

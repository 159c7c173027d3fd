/**
 * Verifies, fetches again, prunes, backs up and restores stored records on request of an operator.
 */
package network.rei.dau.maintenance;

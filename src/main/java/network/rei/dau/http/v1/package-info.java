/**
 * Holds what all resources under {@code /api/v1} share: parameters, formats, caching and
 * computation.
 */
package network.rei.dau.http.v1;

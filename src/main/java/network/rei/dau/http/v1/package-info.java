/**
 * Routes the requests under {@code /api/v1} and holds the parameters, formats, cache and compute
 * pool that its resources share.
 */
package network.rei.dau.http.v1;

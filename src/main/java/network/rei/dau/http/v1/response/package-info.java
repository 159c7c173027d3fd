/** Computes, caches and formats the responses of the resources. */
package network.rei.dau.http.v1.response;

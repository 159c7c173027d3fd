/** Serves how fresh and how complete the data is. */
package network.rei.dau.http.v1.status;

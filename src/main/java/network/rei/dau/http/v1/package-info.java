/** Routes the requests under {@code /api/v1}. */
package network.rei.dau.http.v1;

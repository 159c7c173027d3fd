/** Describes failed requests as problem details (RFC 9457). */
package network.rei.dau.http.problem;

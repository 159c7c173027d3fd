/** Serves the operations of an operator under {@code /api/admin}. */
package network.rei.dau.http.admin;

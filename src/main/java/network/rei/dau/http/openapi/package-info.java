/** Reads the OpenAPI description of all routes. */
package network.rei.dau.http.openapi;

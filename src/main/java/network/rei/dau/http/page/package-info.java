/** Serves the page, the API documentation and their files. */
package network.rei.dau.http.page;

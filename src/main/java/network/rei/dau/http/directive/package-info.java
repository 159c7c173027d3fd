/** Provides the directives, headers and JSON responses that routes share. */
package network.rei.dau.http.directive;

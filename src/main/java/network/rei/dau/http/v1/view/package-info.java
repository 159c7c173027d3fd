/** Holds the parts of responses that several resources share. */
package network.rei.dau.http.v1.view;

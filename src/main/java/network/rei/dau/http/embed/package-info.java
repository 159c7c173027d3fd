/** Serves badges, charts and a page for frames, which show metrics on other pages and in chats. */
package network.rei.dau.http.embed;

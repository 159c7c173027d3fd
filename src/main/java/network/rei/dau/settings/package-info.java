/**
 * Reading settings and saying what is wrong with one: HOCON with {@code .env} and the environment
 * over it. Knows no setting by name; each feature's settings record checks its own values with
 * {@link network.rei.dau.settings.Check}.
 *
 * <p>Uses nothing of ours; everybody may use it.
 */
package network.rei.dau.settings;

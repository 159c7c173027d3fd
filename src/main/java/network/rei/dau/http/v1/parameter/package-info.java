/**
 * Reads the parameters that several resources share: windows, periods, metrics, times and pages.
 */
package network.rei.dau.http.v1.parameter;

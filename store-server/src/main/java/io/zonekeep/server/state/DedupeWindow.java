package io.zonekeep.server.state;

/**
 * How long results of writes are remembered. It travels in each entry, so that nodes with different
 * settings still decide alike.
 *
 * @param millis store time after which a write's id is refused as too old
 * @param resultsPerClient results remembered for one client; the oldest make way
 * @param resultsInAll results remembered for all clients together; the oldest make way
 */
public record DedupeWindow(long millis, int resultsPerClient, int resultsInAll) {}

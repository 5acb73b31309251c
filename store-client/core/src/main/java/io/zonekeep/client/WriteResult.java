package io.zonekeep.client;

/**
 * What a conditional write did.
 *
 * @param applied false: the condition did not hold and nothing was done
 * @param version the version written, or the key's present one when not applied; 0: no such key
 */
public record WriteResult(boolean applied, long version) {}

package io.zonekeep.client;

/**
 * What a delete did.
 *
 * @param applied false: the condition did not hold and nothing was done
 * @param existed whether there was such a key
 * @param version of the removal, or the key's present one when not applied
 */
public record DeleteResult(boolean applied, boolean existed, long version) {}

package io.zonekeep.client;

import java.time.Duration;
import java.util.Optional;

/**
 * A key as it was read.
 *
 * @param key 1 B to 1 KiB; not to be changed
 * @param value as it was put; not to be changed. Empty in a scan of keys only
 * @param version grows with every write of the key and never repeats
 * @param remaining how long it lives at least without another write; empty: it does not expire
 */
public record Entry(byte[] key, byte[] value, long version, Optional<Duration> remaining) {}

package io.zonekeep.server.replication;

/**
 * Bounds of the {@link WritePipeline}.
 *
 * @param queueWrites writes that may wait
 * @param queueBytes their encoded bytes
 * @param batchWrites writes of one log entry
 * @param batchBytes their encoded bytes; one write that is larger goes alone
 * @param batchesInFlight log entries under way; while they are, the next batch fills
 */
public record PipelineSettings(
    int queueWrites, long queueBytes, int batchWrites, int batchBytes, int batchesInFlight) {}

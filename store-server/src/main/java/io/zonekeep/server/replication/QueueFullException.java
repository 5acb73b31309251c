package io.zonekeep.server.replication;

/** The write queue is at its bound: surely nothing was done. */
public final class QueueFullException extends RuntimeException {
  public QueueFullException(int writesMax, long bytesMax) {
    super(
        "the write queue is full (pipeline.queue_writes "
            + writesMax
            + ", pipeline.queue_bytes "
            + bytesMax
            + ")");
  }
}

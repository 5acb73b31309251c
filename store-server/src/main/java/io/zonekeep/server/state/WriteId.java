package io.zonekeep.server.state;

import static java.util.Objects.requireNonNull;

/**
 * Names one write for ever (promise P4).
 *
 * @param clientId {@value #CLIENT_ID_BYTES} bytes
 * @param sequence 1 to 2^63 - 2, unique within the client
 * @param oldestUnanswered the client still waits for this sequence and none below; 0 frees nothing
 * @param issuedAtMillis the newest store time the client had seen when it first sent the write
 */
public record WriteId(Bytes clientId, long sequence, long oldestUnanswered, long issuedAtMillis) {
  public static final int CLIENT_ID_BYTES = 16;

  public WriteId {
    requireNonNull(clientId, "clientId is null");
    if (clientId.length() != CLIENT_ID_BYTES) {
      throw new IllegalArgumentException("client id of " + clientId.length() + " bytes");
    }
    // Without the highest number, one more than a sequence is always a number.
    if (sequence < 1 || sequence == Long.MAX_VALUE) {
      throw new IllegalArgumentException("sequence " + sequence);
    }
  }
}

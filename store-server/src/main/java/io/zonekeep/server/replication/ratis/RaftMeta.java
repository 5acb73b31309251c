package io.zonekeep.server.replication.ratis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/** Ratis' file with this node's newest term and its vote in it. */
record RaftMeta(long term, String votedFor) {
  static final String FILE = "raft-meta";

  /** Reads the file; empty: it cannot be understood. */
  static Optional<RaftMeta> read(Path file) throws IOException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file, UTF_8)) {
      properties.load(reader);
      String votedFor = properties.getProperty("votedFor");
      long term = Long.parseLong(properties.getProperty("term", ""));
      return term < 0 || votedFor == null
          ? Optional.empty()
          : Optional.of(new RaftMeta(term, votedFor));
    } catch (CharacterCodingException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The node has never been in any term but the one before the first. */
  boolean neverUsed() {
    return term == 0 && votedFor.isEmpty();
  }
}

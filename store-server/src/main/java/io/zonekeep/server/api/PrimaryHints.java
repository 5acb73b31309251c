package io.zonekeep.server.api;

import io.zonekeep.server.config.Member;
import io.zonekeep.server.replication.PrimaryHint;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Adds the client address to what replication knows of the primary. Used by many threads. */
final class PrimaryHints {
  private final Map<String, String> addresses;

  PrimaryHints(List<Member> members) {
    this.addresses =
        members.stream().collect(Collectors.toUnmodifiableMap(Member::id, Member::clientAddress));
  }

  io.zonekeep.v1.PrimaryHint toWire(PrimaryHint hint) {
    io.zonekeep.v1.PrimaryHint.Builder wire =
        io.zonekeep.v1.PrimaryHint.newBuilder().setTerm(hint.term());
    hint.nodeId()
        .ifPresent(id -> wire.setPrimaryNode(id).setPrimaryAddress(addresses.getOrDefault(id, "")));
    return wire.build();
  }
}

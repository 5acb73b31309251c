package io.zonekeep.cli;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingLong;

import io.zonekeep.client.ZonekeepException;
import io.zonekeep.client.ZonekeepException.Outcome;
import io.zonekeep.client.ZonekeepException.Reason;
import io.zonekeep.v1.GetStatusResponse;
import io.zonekeep.v1.Node;
import io.zonekeep.v1.Partition;
import io.zonekeep.v1.Role;
import io.zonekeep.v1.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The cluster as put together from the nodes that answered. Where they disagree, the newest term is
 * right: a primary that was cut off goes on believing in its own.
 *
 * @param term the newest any node knows; 0: none yet
 * @param primary the node that was elected in it, if one is known
 */
record ClusterView(String cluster, long term, Optional<String> primary, List<Member> members) {
  /**
   * One node.
   *
   * @param status empty: it does not answer
   * @param lagEntries how many committed entries it has not applied; empty: not known
   */
  record Member(Node node, Optional<GetStatusResponse> status, Optional<Long> lagEntries) {
    long term() {
      return status.map(answer -> ClusterView.term(answer.getTopology())).orElse(0L);
    }
  }

  static ClusterView of(Optional<Topology> known, Map<String, GetStatusResponse> answers) {
    if (answers.isEmpty()) {
      throw new ZonekeepException(Outcome.NOT_DONE, Reason.UNAVAILABLE, "no node answers");
    }
    List<Topology> seen = new ArrayList<>();
    answers.values().forEach(answer -> seen.add(answer.getTopology()));
    known.ifPresent(seen::add);
    Topology newest = seen.stream().max(comparingLong(ClusterView::term)).orElseThrow();
    long committed =
        answers.values().stream().mapToLong(GetStatusResponse::getCommittedIndex).max().orElse(0);
    List<Member> members =
        newest.getNodesList().stream()
            .map(node -> member(node, Optional.ofNullable(answers.get(node.getId())), committed))
            .sorted(
                comparing((Member member) -> member.node().getZone())
                    .thenComparing(member -> member.node().getId()))
            .toList();
    return new ClusterView(newest.getCluster(), term(newest), primary(seen, term(newest)), members);
  }

  /** Whether the node still takes itself for the primary though a newer term has begun. */
  boolean isFormerPrimary(Member member) {
    return member.node().getRole() == Role.ROLE_PRIMARY && member.term() < term;
  }

  long answering() {
    return members.stream().filter(member -> member.status().isPresent()).count();
  }

  private static Member member(Node node, Optional<GetStatusResponse> status, long committed) {
    return new Member(
        status.map(GetStatusResponse::getNode).orElse(node),
        status,
        status.map(answer -> Math.max(0, committed - answer.getAppliedIndex())));
  }

  /** Any node that knows of it will do: the others may not have heard yet. */
  private static Optional<String> primary(List<Topology> seen, long term) {
    return seen.stream()
        .flatMap(topology -> topology.getPartitionsList().stream())
        .filter(partition -> partition.getTerm() == term)
        .map(Partition::getPrimaryNode)
        .filter(node -> !node.isEmpty())
        .findFirst();
  }

  private static long term(Topology topology) {
    return topology.getPartitionsList().stream().mapToLong(Partition::getTerm).max().orElse(0);
  }
}

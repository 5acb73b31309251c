package io.zonekeep.bench;

import io.zonekeep.bench.Load.Measured;
import io.zonekeep.bench.SessionStores.Entrant;
import io.zonekeep.bench.Subject.Request;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** How many calls a request makes of its store, counted by the store. */
final class SessionCalls {
  private static final int REQUESTS = 100;
  private static final List<Request> REQUESTS_OF_APPS =
      List.of(Request.created, Request.unchanged, Request.changed);

  private SessionCalls() {}

  static Report measure(SessionStores stores) throws InterruptedException {
    System.out.println("Calls of a request, counted by the store over %d".formatted(REQUESTS));
    Report report = new Report("calls of a request");
    for (Entrant entrant : stores.entrants()) {
      Measured filled = entrant.subject().fill(REQUESTS);
      for (Request request : REQUESTS_OF_APPS) {
        report.add(row(entrant, request, filled.failed()));
      }
    }
    return report;
  }

  private static Map<String, Object> row(Entrant entrant, Request request, long failedBefore)
      throws InterruptedException {
    Map<String, Long> callsBefore = entrant.store().calls();
    long messagesBefore = entrant.store().messages();
    Measured measured = entrant.subject().repeat(request, REQUESTS);
    long messages = entrant.store().messages() - messagesBefore;
    Map<String, Long> calls = entrant.store().calls();
    calls.replaceAll((kind, count) -> count - callsBefore.getOrDefault(kind, 0L));
    long all = calls.values().stream().mapToLong(Long::longValue).sum();
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("store", entrant.subject().name());
    row.put("request", request.toString());
    row.put("calls", eachTime(all));
    row.put("messages", eachTime(messages));
    row.put("failed", measured.failed() + failedBefore);
    row.put("which", which(calls));
    return row;
  }

  private static String which(Map<String, Long> calls) {
    return calls.entrySet().stream()
        .filter(call -> call.getValue() > 0)
        .map(call -> call.getKey() + " " + eachTime(call.getValue()))
        .collect(Collectors.joining(", "));
  }

  private static double eachTime(long count) {
    return Report.rounded((double) count / REQUESTS);
  }
}

package io.zonekeep.server.api;

import io.zonekeep.server.replication.Replication;
import io.zonekeep.server.state.Bytes;
import io.zonekeep.server.state.Key;
import io.zonekeep.server.state.Page;
import io.zonekeep.server.state.Session;
import io.zonekeep.server.state.SessionKey;
import io.zonekeep.server.state.StateReader;
import io.zonekeep.v1.FindSessionsByPrincipalRequest;
import io.zonekeep.v1.FindSessionsByPrincipalResponse;
import io.zonekeep.v1.GetRequest;
import io.zonekeep.v1.GetResponse;
import io.zonekeep.v1.LoadSessionRequest;
import io.zonekeep.v1.LoadSessionResponse;
import io.zonekeep.v1.NotModified;
import io.zonekeep.v1.ScanRequest;
import io.zonekeep.v1.ScanResponse;
import io.zonekeep.v1.StandbyRead;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Answers the reads: single records on the calling thread, pages on threads of their own. Used by
 * many threads.
 */
final class Queries {
  private final Replication replication;
  private final Validation validation;
  private final StoreTime storeTime;
  private final PageReads pages;

  Queries(Replication replication, Validation validation, StoreTime storeTime, PageReads pages) {
    this.replication = replication;
    this.validation = validation;
    this.storeTime = storeTime;
    this.pages = pages;
  }

  CompletableFuture<GetResponse> get(GetRequest request) {
    Key key =
        new Key(validation.namespace(request.getNamespace()), validation.key(request.getKey()));
    return read(standby(request.hasStandby(), request.getStandby()), state -> get(state, key));
  }

  CompletableFuture<ScanResponse> scan(ScanRequest request, long timeoutMillis) {
    String namespace = validation.namespace(request.getNamespace());
    Bytes prefix = validation.keyPart("prefix", request.getPrefix());
    Bytes after = validation.keyPart("after", request.getAfter());
    int limit = validation.pageLimit(request.getLimit());
    int bytesMax = validation.limits().pageBytes();
    Optional<StandbyRead> standby = standby(request.hasStandby(), request.getStandby());
    return pages.run(
        timeoutMillis,
        () ->
            read(
                standby,
                state ->
                    toWire(
                        state.scan(
                            namespace, prefix, after, limit, bytesMax, request.getKeysOnly()))));
  }

  /**
   * Loads a session. With a touch, the state is read and confirmed as by any read, and the touch
   * runs beside it: what is answered was the present state at a moment of this call, and the
   * session lives on from a moment of this call.
   */
  CompletableFuture<LoadSessionResponse> load(LoadSessionRequest request, SessionKey session) {
    if (request.getTouch() && request.hasStandby()) {
      throw new InvalidFieldException("standby cannot go with touch: only the primary touches");
    }
    CompletableFuture<LoadSessionResponse> found =
        read(
            standby(request.hasStandby(), request.getStandby()),
            state -> load(state, session, request.getKnownVersion()));
    if (!request.getTouch()) {
      return found;
    }
    return found.thenCombine(
        replication.touch(session),
        (response, touched) -> touched ? response : LoadSessionResponse.getDefaultInstance());
  }

  CompletableFuture<FindSessionsByPrincipalResponse> find(
      FindSessionsByPrincipalRequest request, long timeoutMillis) {
    String namespace = validation.namespace(request.getNamespace());
    String principal = validation.principal(request.getPrincipal(), 1);
    String after = validation.sessionIdPart("after_id", request.getAfterId());
    int limit = validation.pageLimit(request.getLimit());
    int bytesMax = validation.limits().pageBytes();
    boolean without = request.getWithoutAttributes();
    return pages.run(
        timeoutMillis,
        () ->
            replication.read(state ->
                sessions(
                    state.sessionsByPrincipal(
                        namespace, principal, after, limit, bytesMax, without))));
  }

  private <T> CompletableFuture<T> read(
      Optional<StandbyRead> standby, Function<StateReader, T> query) {
    return standby.isEmpty()
        ? replication.read(query)
        : CompletableFuture.completedFuture(
            replication.readLocal(standby.get().getVersionMin(), query));
  }

  private static Optional<StandbyRead> standby(boolean present, StandbyRead standby) {
    return present ? Optional.of(standby) : Optional.empty();
  }

  private GetResponse get(StateReader state, Key key) {
    return state
        .get(key)
        .map(stored ->
            GetResponse.newBuilder()
                .setRecord(Records.toWire(stored, storeTime.notPassedMillis()))
                .build())
        .orElseGet(GetResponse::getDefaultInstance);
  }

  private ScanResponse toWire(Page<io.zonekeep.server.state.KeyRecord> page) {
    long now = storeTime.notPassedMillis();
    ScanResponse.Builder response = ScanResponse.newBuilder().setMore(page.more());
    page.items().forEach(stored -> response.addRecords(Records.toWire(stored, now)));
    return response.build();
  }

  private static LoadSessionResponse load(StateReader state, SessionKey session, long known) {
    if (known != 0) {
      Optional<Session> header = state.sessionHeader(session);
      if (header.isPresent() && header.get().version() == known) {
        return LoadSessionResponse.newBuilder()
            .setNotModified(
                NotModified.newBuilder().setLastAccessedAtMillis(header.get().touchedWallMillis()))
            .build();
      }
    }
    return state
        .session(session)
        .map(stored -> LoadSessionResponse.newBuilder().setSession(Records.toWire(stored)).build())
        .orElseGet(LoadSessionResponse::getDefaultInstance);
  }

  private static FindSessionsByPrincipalResponse sessions(Page<Session> page) {
    FindSessionsByPrincipalResponse.Builder response =
        FindSessionsByPrincipalResponse.newBuilder().setMore(page.more());
    page.items().forEach(stored -> response.addSessions(Records.toWire(stored)));
    return response.build();
  }
}

package io.zonekeep.server.api;

import io.grpc.stub.StreamObserver;
import io.zonekeep.v1.Call;
import io.zonekeep.v1.ChangeSessionIdRequest;
import io.zonekeep.v1.ChangeSessionIdResponse;
import io.zonekeep.v1.CreateSessionRequest;
import io.zonekeep.v1.CreateSessionResponse;
import io.zonekeep.v1.DeleteSessionRequest;
import io.zonekeep.v1.DeleteSessionResponse;
import io.zonekeep.v1.FindSessionsByPrincipalRequest;
import io.zonekeep.v1.FindSessionsByPrincipalResponse;
import io.zonekeep.v1.LoadSessionRequest;
import io.zonekeep.v1.LoadSessionResponse;
import io.zonekeep.v1.Reply;
import io.zonekeep.v1.SaveSessionRequest;
import io.zonekeep.v1.SaveSessionResponse;
import io.zonekeep.v1.SessionServiceGrpc;
import io.zonekeep.v1.TouchSessionRequest;
import io.zonekeep.v1.TouchSessionResponse;

/** SessionService, one call at a time. */
final class SessionApi extends SessionServiceGrpc.SessionServiceImplBase {
  private final UnaryCalls calls;

  SessionApi(UnaryCalls calls) {
    this.calls = calls;
  }

  @Override
  public void createSession(
      CreateSessionRequest request, StreamObserver<CreateSessionResponse> observer) {
    calls.answer(Call.newBuilder().setCreateSession(request), Reply::getCreateSession, observer);
  }

  @Override
  public void loadSession(
      LoadSessionRequest request, StreamObserver<LoadSessionResponse> observer) {
    calls.answer(Call.newBuilder().setLoadSession(request), Reply::getLoadSession, observer);
  }

  @Override
  public void saveSession(
      SaveSessionRequest request, StreamObserver<SaveSessionResponse> observer) {
    calls.answer(Call.newBuilder().setSaveSession(request), Reply::getSaveSession, observer);
  }

  @Override
  public void touchSession(
      TouchSessionRequest request, StreamObserver<TouchSessionResponse> observer) {
    calls.answer(Call.newBuilder().setTouchSession(request), Reply::getTouchSession, observer);
  }

  @Override
  public void changeSessionId(
      ChangeSessionIdRequest request, StreamObserver<ChangeSessionIdResponse> observer) {
    calls.answer(
        Call.newBuilder().setChangeSessionId(request), Reply::getChangeSessionId, observer);
  }

  @Override
  public void deleteSession(
      DeleteSessionRequest request, StreamObserver<DeleteSessionResponse> observer) {
    calls.answer(Call.newBuilder().setDeleteSession(request), Reply::getDeleteSession, observer);
  }

  @Override
  public void findSessionsByPrincipal(
      FindSessionsByPrincipalRequest request,
      StreamObserver<FindSessionsByPrincipalResponse> observer) {
    calls.answer(
        Call.newBuilder().setFindSessionsByPrincipal(request),
        Reply::getFindSessionsByPrincipal,
        observer);
  }
}

package io.zonekeep.server.api;

import io.grpc.stub.StreamObserver;
import io.zonekeep.v1.BatchRequest;
import io.zonekeep.v1.BatchResponse;
import io.zonekeep.v1.Call;
import io.zonekeep.v1.DeleteRequest;
import io.zonekeep.v1.DeleteResponse;
import io.zonekeep.v1.GetRequest;
import io.zonekeep.v1.GetResponse;
import io.zonekeep.v1.KeyValueServiceGrpc;
import io.zonekeep.v1.PutRequest;
import io.zonekeep.v1.PutResponse;
import io.zonekeep.v1.Reply;
import io.zonekeep.v1.ScanRequest;
import io.zonekeep.v1.ScanResponse;
import io.zonekeep.v1.TouchRequest;
import io.zonekeep.v1.TouchResponse;

/** KeyValueService, one call at a time. */
final class KeyValueApi extends KeyValueServiceGrpc.KeyValueServiceImplBase {
  private final UnaryCalls calls;

  KeyValueApi(UnaryCalls calls) {
    this.calls = calls;
  }

  @Override
  public void get(GetRequest request, StreamObserver<GetResponse> observer) {
    calls.answer(Call.newBuilder().setGet(request), Reply::getGet, observer);
  }

  @Override
  public void put(PutRequest request, StreamObserver<PutResponse> observer) {
    calls.answer(Call.newBuilder().setPut(request), Reply::getPut, observer);
  }

  @Override
  public void delete(DeleteRequest request, StreamObserver<DeleteResponse> observer) {
    calls.answer(Call.newBuilder().setDelete(request), Reply::getDelete, observer);
  }

  @Override
  public void touch(TouchRequest request, StreamObserver<TouchResponse> observer) {
    calls.answer(Call.newBuilder().setTouch(request), Reply::getTouch, observer);
  }

  @Override
  public void batch(BatchRequest request, StreamObserver<BatchResponse> observer) {
    calls.answer(Call.newBuilder().setBatch(request), Reply::getBatch, observer);
  }

  @Override
  public void scan(ScanRequest request, StreamObserver<ScanResponse> observer) {
    calls.answer(Call.newBuilder().setScan(request), Reply::getScan, observer);
  }
}

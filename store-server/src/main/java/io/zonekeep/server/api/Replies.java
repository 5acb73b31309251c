package io.zonekeep.server.api;

import io.zonekeep.server.state.Result;
import io.zonekeep.v1.BatchResponse;
import io.zonekeep.v1.ChangeSessionIdResponse;
import io.zonekeep.v1.CreateSessionResponse;
import io.zonekeep.v1.DeleteResponse;
import io.zonekeep.v1.DeleteSessionResponse;
import io.zonekeep.v1.PutResponse;
import io.zonekeep.v1.Reply;
import io.zonekeep.v1.SaveSessionResponse;
import io.zonekeep.v1.TouchResponse;

/**
 * Makes replies of the results of writes. A retry gets the remembered result of its first send,
 * which is of another kind if the client used one write id for two different writes.
 */
final class Replies {
  private Replies() {}

  static Reply.Builder put(Result result) {
    return switch (result) {
      case Result.Written(long version) ->
          reply().setPut(PutResponse.newBuilder().setApplied(true).setVersion(version));
      case Result.ConditionFailed(long present) ->
          reply().setPut(PutResponse.newBuilder().setVersion(present));
      default -> refused(result);
    };
  }

  static Reply.Builder delete(Result result) {
    return switch (result) {
      case Result.Deleted(boolean existed, long version) ->
          reply()
              .setDelete(
                  DeleteResponse.newBuilder()
                      .setApplied(true)
                      .setExisted(existed)
                      .setVersion(version));
      case Result.ConditionFailed(long present) ->
          reply()
              .setDelete(DeleteResponse.newBuilder().setExisted(present != 0).setVersion(present));
      default -> refused(result);
    };
  }

  static Reply.Builder touch(Result result) {
    return switch (result) {
      case Result.Touched(boolean found, long version) ->
          reply().setTouch(TouchResponse.newBuilder().setApplied(found).setVersion(version));
      default -> refused(result);
    };
  }

  static Reply.Builder batch(Result result) {
    return switch (result) {
      case Result.BatchWritten written ->
          reply()
              .setBatch(
                  BatchResponse.newBuilder().setApplied(true).addAllVersions(written.versions()));
      case Result.BatchRefused batch ->
          reply()
              .setBatch(
                  BatchResponse.newBuilder()
                      .setRefusedOperation(batch.operation())
                      .addAllVersions(batch.presentVersions()));
      default -> refused(result);
    };
  }

  static Reply.Builder createSession(Result result) {
    return result instanceof Result.Written(long version)
        ? reply().setCreateSession(CreateSessionResponse.newBuilder().setVersion(version))
        : refused(result);
  }

  static Reply.Builder saveSession(Result result) {
    return result instanceof Result.Written(long version)
        ? reply().setSaveSession(SaveSessionResponse.newBuilder().setVersion(version))
        : refused(result);
  }

  static Reply.Builder changeSessionId(Result result) {
    return result instanceof Result.Written(long version)
        ? reply().setChangeSessionId(ChangeSessionIdResponse.newBuilder().setVersion(version))
        : refused(result);
  }

  static Reply.Builder deleteSession(Result result) {
    return result instanceof Result.Deleted(boolean existed, long version)
        ? reply().setDeleteSession(DeleteSessionResponse.newBuilder().setExisted(existed))
        : refused(result);
  }

  private static Reply.Builder refused(Result result) {
    return switch (result) {
      case Result.SessionRefused session ->
          reply().setError(Errors.of(session.refusal(), session.presentVersion()));
      case Result.WriteIdRefused id -> reply().setError(Errors.of(id.refusal()));
      case Result.Written w -> throw otherKind();
      case Result.Deleted d -> throw otherKind();
      case Result.Touched t -> throw otherKind();
      case Result.SessionsTouched s -> throw otherKind();
      case Result.BatchWritten b -> throw otherKind();
      case Result.BatchRefused b -> throw otherKind();
      case Result.ConditionFailed c -> throw otherKind();
      case Result.Expired e -> throw otherKind();
    };
  }

  private static InvalidFieldException otherKind() {
    return new InvalidFieldException("write_id was used before, for a write of another kind");
  }

  private static Reply.Builder reply() {
    return Reply.newBuilder();
  }
}

package io.zonekeep.server.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ResultCodecTest {
  static Stream<Result> results() {
    return Stream.of(
            Stream.of(
                new Result.Written(300),
                new Result.Deleted(true, 7),
                new Result.Deleted(false, 8),
                new Result.Touched(true, 1),
                new Result.Touched(false, 0),
                new Result.SessionsTouched(List.of(true, false, true)),
                new Result.BatchWritten(List.of(5L, Long.MAX_VALUE)),
                new Result.BatchRefused(2, List.of(0L, 4L, 6L)),
                new Result.ConditionFailed(0),
                new Result.Expired(1_000)),
            Stream.of(Result.SessionRefusal.values()).map(r -> new Result.SessionRefused(r, 9)),
            Stream.of(Result.WriteIdRefusal.values()).map(Result.WriteIdRefused::new))
        .flatMap(each -> each);
  }

  @ParameterizedTest
  @MethodSource("results")
  void resultsComeBackAsTheyWere(Result result) {
    ByteWriter out = new ByteWriter(1);
    ResultCodec.encode(out, result);
    ByteReader in = new ByteReader("result", out.toBytes());
    assertThat(ResultCodec.decode(in)).isEqualTo(result);
    in.end();
  }

  @Test
  void whatIsNoResultIsRefused() {
    for (byte[] bytes : List.of(new byte[] {}, new byte[] {99}, new byte[] {8, 7, 0})) {
      assertThatThrownBy(() -> ResultCodec.decode(new ByteReader("result", Bytes.wrap(bytes))))
          .isInstanceOf(MalformedBytesException.class);
    }
  }
}

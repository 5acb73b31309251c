package io.zonekeep.demo;

import io.zonekeep.demo.Storefront.Answer;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.function.Function;

/** Sends users' requests and keeps the tally of them. Safe for many threads. */
public final class Requests {
  static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final HttpClient http;
  private final Tally tally;

  Requests(HttpClient http, Tally tally) {
    this.http = http;
    this.tally = tally;
  }

  /** Makes one request; {@code read} says what its response means. */
  Answer send(HttpRequest request, Function<HttpResponse<String>, Answer> read)
      throws InterruptedException {
    long begun = System.nanoTime();
    Answer answer = answer(request, read);
    long took = System.nanoTime() - begun;
    if (answer.isGiven()) {
      tally.answered(took);
    } else {
      tally.failed(took, request.method() + " " + request.uri() + ": " + answer.text());
    }
    return answer;
  }

  private Answer answer(HttpRequest request, Function<HttpResponse<String>, Answer> read)
      throws InterruptedException {
    try {
      return read.apply(http.send(request, BodyHandlers.ofString()));
    } catch (IOException e) {
      return Answer.failed(e.toString());
    }
  }
}

package io.zonekeep.servlet;

final class TomcatTest extends ServerContract {
  TomcatTest() {
    super(TomcatServer::start);
  }
}

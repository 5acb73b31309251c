package io.zonekeep.servlet;

final class JettyTest extends ServerContract {
  JettyTest() {
    super(JettyServer::start);
  }
}

package io.zonekeep.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;

/** An application that knows servlets and nothing of the store. */
final class Shop extends HttpServlet {
  private static final long serialVersionUID = 1;
  private static final int LARGE = 100_000;

  /** Two requests meet here when both hold their session. */
  private final transient CyclicBarrier bothHere = new CyclicBarrier(2);

  /** Its own class, which must be allowed. */
  static final class Cart implements Serializable {
    private static final long serialVersionUID = 1;

    final ArrayList<String> goods = new ArrayList<>();
  }

  /** A class that nobody allowed. */
  static final class Foreign implements Serializable {
    private static final long serialVersionUID = 1;
  }

  /** Requests that hold their session and wait for another. */
  int waiting() {
    return bothHere.getNumberWaiting();
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    response.setContentType("text/plain;charset=UTF-8");
    String path = path(request);
    if (request.getDispatcherType() == DispatcherType.ERROR) {
      response.getWriter().print("error page for " + attribute(request, "user"));
      return;
    }
    switch (path) {
      case "/hello" -> response.getWriter().print("hello");
      case "/log-in" -> {
        String before = request.getSession().getId();
        request.changeSessionId();
        request.getSession().setAttribute("user", request.getParameter("user"));
        response.getWriter().print(before);
      }
      case "/set" -> {
        request
            .getSession()
            .setAttribute(request.getParameter("name"), request.getParameter("value"));
        response.getWriter().print("set");
      }
      case "/get" -> response.getWriter().print(attribute(request, request.getParameter("name")));
      case "/remove" -> {
        request.getSession().removeAttribute(request.getParameter("name"));
        response.getWriter().print("removed");
      }
      case "/names" -> response.getWriter().print(names(request.getSession()));
      case "/add" -> {
        Cart cart = cart(request.getSession());
        cart.goods.add(request.getParameter("what"));
        response.getWriter().print(cart.goods);
      }
      case "/cart" -> response.getWriter().print(cart(request.getSession()).goods);
      case "/set-together" -> {
        HttpSession session = request.getSession();
        session.getAttribute("user");
        meet();
        session.setAttribute(request.getParameter("name"), request.getParameter("value"));
        response.getWriter().print("set");
      }
      case "/log-out" -> {
        request.getSession().invalidate();
        response.getWriter().print(request.getSession(false) == null ? "out" : "still in");
      }
      case "/log-out-and-in" -> {
        request.getSession().invalidate();
        request.getSession().setAttribute("user", "new");
        response.getWriter().print(request.getSession().isNew());
      }
      case "/facts" -> response.getWriter().print(facts(request));
      case "/for-ever" -> {
        request
            .getSession()
            .setMaxInactiveInterval(Integer.parseInt(request.getParameter("seconds")));
        response.getWriter().print("ok");
      }
      case "/foreign" -> {
        request.getSession().setAttribute("foreign", new Foreign());
        response.getWriter().print("never seen");
      }
      case "/not-serializable" -> {
        try {
          request.getSession().setAttribute("plain", new Object());
        } catch (IllegalArgumentException e) {
          response.getWriter().print(e.getMessage());
        }
      }
      case "/large" -> {
        request.getSession().setAttribute("large", "first");
        response.getOutputStream().write(new byte[LARGE]);
      }
      case "/large-text" -> {
        request.getSession().setAttribute("large", "first");
        response.getWriter().println("\u00e9".repeat(LARGE));
      }
      case "/exact-length" -> {
        request.getSession().setAttribute("large", "first");
        response.setContentLength(5);
        response.getOutputStream().write("hello".getBytes(StandardCharsets.UTF_8));
      }
      case "/include" ->
          request.getRequestDispatcher("/set?name=included&value=yes").include(request, response);
      case "/bind" -> {
        request.getSession().setAttribute("bound", new Heard.Bound());
        response.getWriter().print("bound");
      }
      case "/full-then-reset" -> {
        request.getSession().setAttribute("large", "first");
        response.getOutputStream().write(new byte[response.getBufferSize()]);
        if (!response.isCommitted()) {
          response.reset();
        }
      }
      case "/large-then-change" -> {
        request.getSession().setAttribute("large", "first");
        response.getOutputStream().write(new byte[LARGE]);
        request.getSession().setAttribute("late", "late");
      }
      case "/too-late" -> {
        response.flushBuffer();
        try {
          request.getSession();
        } catch (IllegalStateException e) {
          response.getWriter().print("too late");
        }
      }
      case "/redirect" -> {
        request.getSession().setAttribute("seen", "yes");
        response.sendRedirect(request.getContextPath() + "/get?name=seen");
      }
      case "/missing" -> {
        request.getSession().setAttribute("user", "lost");
        response.sendError(HttpServletResponse.SC_NOT_FOUND);
      }
      case "/throw" -> {
        request.getSession().setAttribute("before", "kept");
        throw new ServletException("planned");
      }
      case "/forward" ->
          request.getRequestDispatcher("/set?name=forwarded&value=yes").forward(request, response);
      case "/async-complete" ->
          later(
              request.startAsync(),
              () -> {
                AsyncContext context = request.getAsyncContext();
                request.getSession().setAttribute("async", "completed");
                context.getResponse().getWriter().print("completed");
                context.complete();
              });
      case "/async-dispatch" -> {
        if (request.getDispatcherType() == DispatcherType.ASYNC) {
          request.getSession().setAttribute("async", "dispatched");
          response.getWriter().print("dispatched");
        } else {
          AsyncContext context = request.startAsync();
          later(context, context::dispatch);
        }
      }
      default -> response.sendError(HttpServletResponse.SC_NOT_FOUND);
    }
  }

  /** An included page still has the address of the page that includes it. */
  private static String path(HttpServletRequest request) {
    Object address =
        request.getDispatcherType() == DispatcherType.INCLUDE
            ? request.getAttribute(RequestDispatcher.INCLUDE_REQUEST_URI)
            : request.getRequestURI();
    return String.valueOf(address).substring(request.getContextPath().length());
  }

  private static Cart cart(HttpSession session) {
    if (session.getAttribute("cart") instanceof Cart cart) {
      return cart;
    }
    Cart cart = new Cart();
    session.setAttribute("cart", cart);
    return cart;
  }

  private static String attribute(HttpServletRequest request, String name) {
    HttpSession session = request.getSession(false);
    return session == null ? "no session" : String.valueOf(session.getAttribute(name));
  }

  private static List<String> names(HttpSession session) {
    return Collections.list(session.getAttributeNames()).stream().sorted().toList();
  }

  private static String facts(HttpServletRequest request) {
    HttpSession session = request.getSession(false);
    if (session == null) {
      return "requested=%s valid=%s"
          .formatted(request.getRequestedSessionId(), request.isRequestedSessionIdValid());
    }
    return "id=%s new=%s valid=%s max=%d created=%d accessed=%d"
        .formatted(
            session.getId(),
            session.isNew(),
            request.isRequestedSessionIdValid(),
            session.getMaxInactiveInterval(),
            session.getCreationTime(),
            session.getLastAccessedTime());
  }

  private void meet() {
    try {
      bothHere.await(10, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void later(AsyncContext context, Work work) {
    context.start(() -> {
      try {
        work.run();
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    });
  }
}

package io.zonekeep.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Columns of text, aligned, with a colour a cell where there is a terminal. Used by one thread. */
final class Table {
  /** What a cell's colour says. */
  enum Tone {
    PLAIN(""),
    HEADING("1"),
    GOOD("32"),
    BAD("31"),
    QUIET("2");

    private final String ansiCode;

    Tone(String ansiCode) {
      this.ansiCode = ansiCode;
    }
  }

  /** A cell. */
  record Cell(String text, Tone tone) {
    static Cell plain(String text) {
      return new Cell(text, Tone.PLAIN);
    }

    int width() {
      return text.codePointCount(0, text.length());
    }
  }

  private final List<List<Cell>> rows = new ArrayList<>();

  Table(String... headings) {
    List<Cell> first = new ArrayList<>();
    for (String heading : headings) {
      first.add(new Cell(heading, Tone.HEADING));
    }
    rows.add(first);
  }

  void row(Cell... cells) {
    rows.add(List.of(cells));
  }

  void row(String... cells) {
    List<Cell> row = new ArrayList<>();
    for (String cell : cells) {
      row.add(Cell.plain(cell));
    }
    rows.add(row);
  }

  void print(Terminal terminal) {
    int[] widths = widths();
    for (List<Cell> row : rows) {
      print(terminal.out(), row, widths, terminal.interactive());
    }
  }

  private int[] widths() {
    int[] widths = new int[rows.get(0).size()];
    for (List<Cell> row : rows) {
      for (int column = 0; column < row.size(); column++) {
        widths[column] = Math.max(widths[column], row.get(column).width());
      }
    }
    return widths;
  }

  /** The last column is not padded: lines end where their text ends. */
  private static void print(PrintStream out, List<Cell> row, int[] widths, boolean coloured) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < row.size(); column++) {
      Cell cell = row.get(column);
      line.append(coloured ? colour(cell) : cell.text());
      if (column < row.size() - 1) {
        line.append(" ".repeat(widths[column] - cell.width() + 2));
      }
    }
    out.println(line);
  }

  private static String colour(Cell cell) {
    return cell.tone() == Tone.PLAIN
        ? cell.text()
        : "\u001b[" + cell.tone().ansiCode + "m" + cell.text() + "\u001b[0m";
  }
}

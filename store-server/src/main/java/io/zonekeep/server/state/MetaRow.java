package io.zonekeep.server.state;

/**
 * META: one row, written with every entry, that says how far the store has come.
 *
 * <p>Value: layout of all tables (1 byte), term, index, store time, version, forgotten before;
 * numbers as {@link ByteWriter#number}.
 *
 * @param storeTimeMillis the newest stamp applied
 * @param version the last one given
 * @param forgottenBeforeMillis no result of a write issued before it need be remembered any more,
 *     so such a write is refused; only grows, also when the window in the settings does
 */
record MetaRow(
    AppliedPosition applied, long storeTimeMillis, long version, long forgottenBeforeMillis) {
  static final Bytes ROW = Bytes.utf8("applied");
  private static final int LAYOUT = 1;
  private static final MetaRow NOTHING_APPLIED = new MetaRow(AppliedPosition.NONE, 0, 0, 0);

  static MetaRow in(Store store) {
    return store.get(Table.META, ROW).map(MetaRow::decode).orElse(NOTHING_APPLIED);
  }

  static MetaRow in(Store.View view) {
    return view.get(Table.META, ROW).map(MetaRow::decode).orElse(NOTHING_APPLIED);
  }

  Bytes encode() {
    return new ByteWriter(64)
        .octet(LAYOUT)
        .number(applied.term())
        .number(applied.index())
        .number(storeTimeMillis)
        .number(version)
        .number(forgottenBeforeMillis)
        .toBytes();
  }

  private static MetaRow decode(Bytes value) {
    ByteReader in = new ByteReader("row of META", value);
    int layout = in.octet();
    if (layout != LAYOUT) {
      throw in.malformed("layout " + layout + ", this release knows layout " + LAYOUT);
    }
    AppliedPosition applied = new AppliedPosition(in.number(), in.number());
    MetaRow meta = new MetaRow(applied, in.number(), in.number(), in.number());
    in.end();
    return meta;
  }
}

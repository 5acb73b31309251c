package io.zonekeep.servlet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** A class whose reading does something: what an attacker would look for on the class path. */
final class Hostile implements Serializable {
  private static final long serialVersionUID = 1;
  private static final AtomicBoolean read = new AtomicBoolean();

  private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
    read.set(true);
    in.defaultReadObject();
  }

  /** Hidden in a list, which is allowed. */
  static byte[] bytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(new ArrayList<>(List.of(new Hostile())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static boolean wasRead() {
    return read.get();
  }
}

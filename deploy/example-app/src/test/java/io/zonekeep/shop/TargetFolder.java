package io.zonekeep.shop;

import java.net.URISyntaxException;
import java.nio.file.Path;

/** Folders beside the classes: on the disk that the build is on, and cleaned with it. */
final class TargetFolder {
  private TargetFolder() {}

  static Path of(String name) {
    try {
      return Path.of(TargetFolder.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          .resolveSibling(name);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}

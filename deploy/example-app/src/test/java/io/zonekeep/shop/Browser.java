package io.zonekeep.shop;

import io.zonekeep.cluster.InstalledProgram;
import io.zonekeep.cluster.ProjectFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** A real Chromium at the shop, without a window; it clicks where a user would. */
final class Browser implements AutoCloseable {
  private static final Duration PAGE_MAX = Duration.ofSeconds(30);

  private final ChromeDriver chromium;
  private final URI shop;
  private final Path pictures;

  private Browser(ChromeDriver chromium, URI shop, Path pictures) {
    this.chromium = chromium;
    this.shop = shop;
    this.pictures = pictures;
  }

  /** Pictures of what it saw go to target/screenshots/{@code name}. */
  static Browser open(String name, URI shop) {
    Path folder = TargetFolder.of("screenshots").resolve(name);
    ProjectFiles.delete(folder);
    ChromeOptions options = new ChromeOptions();
    options.setBinary(program("chromium", "chromium-browser", "google-chrome").toFile());
    options.addArguments(
        "--headless",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--window-size=1200,900",
        "--user-data-dir=" + create(folder.resolve("profile")),
        // It is to talk to the shop and to nobody else.
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync");
    if ("root".equals(System.getProperty("user.name"))) {
      options.addArguments("--no-sandbox");
    }
    ChromeDriver chromium =
        new ChromeDriver(
            new ChromeDriverService.Builder()
                .usingDriverExecutable(program("chromedriver").toFile())
                .usingAnyFreePort()
                .withLogFile(folder.resolve("chromedriver.log").toFile())
                .build(),
            options);
    chromium.manage().timeouts().pageLoadTimeout(PAGE_MAX);
    return new Browser(chromium, shop, folder);
  }

  /** Runs steps; if one fails, target/screenshots has a picture of the page. */
  void watched(Runnable steps) {
    try {
      steps.run();
    } catch (RuntimeException | AssertionError e) {
      picture("failed");
      throw e;
    }
  }

  void logIn(String name) {
    chromium.get(shop.toString());
    picture("login");
    chromium.findElement(By.id("name")).sendKeys(name);
    chromium.findElement(By.id("log-in")).click();
  }

  /** From the catalogue's page. */
  void add(String item) {
    chromium.get(shop.toString());
    chromium.findElement(By.cssSelector("[data-add='" + item + "']")).click();
    picture("catalogue");
  }

  void openCart() {
    chromium.findElement(By.id("cart-link")).click();
    picture("cart");
  }

  void askWhoServed() {
    chromium.get(shop.resolve("/who").toString());
    picture("who");
    chromium.navigate().back();
  }

  /** From the cart's page; returns what was ordered. */
  String checkOut() {
    chromium.findElement(By.id("check-out")).click();
    picture("order");
    return text("ordered");
  }

  List<String> itemsInCart() {
    return chromium.findElements(By.cssSelector("[data-item]")).stream()
        .map(Browser::item)
        .toList();
  }

  int piecesInCart() {
    return Integer.parseInt(text("pieces"));
  }

  String user() {
    return text("user");
  }

  /** Of the app that served the page. */
  String zone() {
    return text("zone");
  }

  @Override
  public void close() {
    chromium.quit();
  }

  private static String item(WebElement line) {
    return String.valueOf(line.getDomAttribute("data-item"));
  }

  private String text(String id) {
    return chromium.findElement(By.id(id)).getText();
  }

  private void picture(String name) {
    try {
      Files.write(pictures.resolve(name + ".png"), chromium.getScreenshotAs(OutputType.BYTES));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path program(String... names) {
    return InstalledProgram.find(names)
        .orElseThrow(() ->
            new IllegalStateException("install " + names[0] + "; deploy/test does on Debian"));
  }

  private static Path create(Path folder) {
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

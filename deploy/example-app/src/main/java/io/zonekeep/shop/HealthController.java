package io.zonekeep.shop;

import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What the balancer asks: 200 only while this app can do its work, else 503 and why. */
@RestController
class HealthController {
  private final ShopSettings settings;
  private final StoreProbe probe;
  private final StoreStatus store;
  private final Drain drain;

  HealthController(ShopSettings settings, StoreProbe probe, StoreStatus store, Drain drain) {
    this.settings = settings;
    this.probe = probe;
    this.store = store;
    this.drain = drain;
  }

  @GetMapping("/health")
  ResponseEntity<Map<String, Object>> health() {
    StoreProbe.Verdict verdict = probe.verdict();
    String reason = drain.begun() ? "this app is being stopped" : verdict.reason();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("status", reason.isEmpty() ? "up" : "down");
    body.put("reason", reason);
    body.put("app", settings.app());
    body.put("zone", settings.zone());
    body.put("storePrimaryZone", store.primaryZone());
    body.put("storeTerm", store.term());
    body.put("storeProbeMillis", verdict.took().toMillis());
    return ResponseEntity.status(reason.isEmpty() ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
        .cacheControl(CacheControl.noStore())
        .body(body);
  }
}

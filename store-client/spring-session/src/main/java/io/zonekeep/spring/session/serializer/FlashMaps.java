package io.zonekeep.spring.session.serializer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.web.servlet.FlashMap;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.type.WritableTypeId;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.jsontype.TypeSerializer;
import tools.jackson.databind.module.SimpleModule;

/**
 * The attributes of a redirect, which Spring MVC keeps in the session until the next request: a map
 * with fields of its own, which Jackson would leave out. Loaded only where Spring MVC is.
 */
final class FlashMaps {
  private FlashMaps() {}

  static JacksonModule module() {
    return new SimpleModule("zonekeep-flash-maps")
        .addSerializer(FlashMap.class, new Writer())
        .addDeserializer(FlashMap.class, new Reader());
  }

  /** Its fields, and its content as one of them. */
  record Form(
      @Nullable String path,
      Map<String, List<String>> parameters,
      long expires,
      Map<String, Object> content) {}

  private static final class Writer extends ValueSerializer<FlashMap> {
    @Override
    public void serialize(FlashMap map, JsonGenerator json, SerializationContext context) {
      json.writeStartObject(map);
      fields(map, json, context);
      json.writeEndObject();
    }

    @Override
    public void serializeWithType(
        FlashMap map, JsonGenerator json, SerializationContext context, TypeSerializer types) {
      WritableTypeId id =
          types.writeTypePrefix(json, context, types.typeId(map, JsonToken.START_OBJECT));
      fields(map, json, context);
      types.writeTypeSuffix(json, context, id);
    }

    private static void fields(FlashMap map, JsonGenerator json, SerializationContext context) {
      context.defaultSerializeProperty("path", map.getTargetRequestPath(), json);
      context.defaultSerializeProperty(
          "parameters", new LinkedHashMap<>(map.getTargetRequestParams()), json);
      context.defaultSerializeProperty("expires", map.getExpirationTime(), json);
      context.defaultSerializeProperty("content", new LinkedHashMap<>(map), json);
    }
  }

  private static final class Reader extends ValueDeserializer<FlashMap> {
    @Override
    public FlashMap deserialize(JsonParser json, DeserializationContext context) {
      Form form = context.readValue(json, Form.class);
      FlashMap map = new FlashMap();
      map.putAll(form.content());
      map.setTargetRequestPath(form.path());
      map.addTargetRequestParams(new LinkedMultiValueMap<>(form.parameters()));
      map.setExpirationTime(form.expires());
      return map;
    }
  }
}

package io.tickgate.venueserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The messages that Binance's clients send, and their answers, to the venue's documentation. */
final class BinanceRequests {
  private static final int INVALID_VALUE = 1;
  private static final int INVALID_REQUEST = 2;

  /** A client said something; the answer goes out before anything that it leads to. */
  void onText(Client client, String text) {
    JsonNode request = Json.parse(text);
    if (request == null) {
      // without an id, which couldn't be read
      String fault = "Invalid JSON: expected value at line 1 column 1";
      client.say(Json.object().put("code", 3).put("msg", fault).toString());
      return;
    }
    JsonNode id = request.path("id");
    if (!id.isMissingNode() && !id.isNull() && !id.isTextual() && !isUnsigned(id)) {
      String fault = "Invalid request: request ID must be an unsigned integer";
      client.say(Json.object().put("code", INVALID_REQUEST).put("msg", fault).toString());
      return;
    }
    JsonNode method = request.path("method");
    if (!method.isTextual()) {
      refuse(client, request, INVALID_REQUEST, "Invalid request: missing field `method`");
      return;
    }
    switch (method.textValue()) {
      case "SUBSCRIBE" -> onSubscribe(client, request);
      case "UNSUBSCRIBE" -> onUnsubscribe(client, request);
      case "LIST_SUBSCRIPTIONS" -> onList(client, request);
      case "SET_PROPERTY" -> onSet(client, request);
      case "GET_PROPERTY" -> onGet(client, request);
      default ->
          refuse(
              client,
              request,
              INVALID_REQUEST,
              "Invalid request: unknown variant "
                  + method.textValue()
                  + ", expected one of `SUBSCRIBE`, `UNSUBSCRIBE`, `LIST_SUBSCRIPTIONS`,"
                  + " `SET_PROPERTY`, `GET_PROPERTY`");
    }
  }

  /** Subscribes to those that aren't yet, as far as there may be more. */
  static void subscribe(Client client, List<String> streams) {
    for (String stream : streams) {
      Topic topic = BinancePayload.topic(stream);
      if (client.subscriptions.add(topic, stream)) {
        client.begin(topic, stream);
      }
    }
  }

  private static void onSubscribe(Client client, JsonNode request) {
    List<String> streams = Json.texts(request.path("params"));
    if (streams == null) {
      refuse(client, request, INVALID_REQUEST, "Invalid request: params must be strings");
    } else if (streams.size() + client.subscriptions.all().size() > Subscriptions.MOST) {
      refuse(client, request, INVALID_REQUEST, "Invalid request: too many parameters");
    } else if (!streams.stream().allMatch(BinanceRequests::isName)) {
      refuse(client, request, INVALID_REQUEST, "Invalid request: invalid stream");
    } else {
      answer(client, request, null);
      subscribe(client, streams);
    }
  }

  private static void onUnsubscribe(Client client, JsonNode request) {
    List<String> streams = Json.texts(request.path("params"));
    if (streams == null) {
      refuse(client, request, INVALID_REQUEST, "Invalid request: params must be strings");
      return;
    }
    for (String stream : streams) {
      Topic topic = BinancePayload.topic(stream);
      client.subscriptions.remove(topic, stream);
      client.end(topic);
    }
    answer(client, request, null);
  }

  private static void onList(Client client, JsonNode request) {
    ArrayNode streams = Json.array();
    client.subscriptions.all().forEach(each -> streams.add(each.name()));
    answer(client, request, streams);
  }

  private static void onSet(Client client, JsonNode request) {
    JsonNode params = request.path("params");
    if (!params.path(0).isTextual()) {
      refuse(client, request, INVALID_REQUEST, "Invalid request: property name must be a string");
    } else if (!params.path(0).textValue().equals("combined")) {
      refuse(client, request, 0, "Unknown property");
    } else if (!params.path(1).isBoolean()) {
      refuse(client, request, INVALID_VALUE, "Invalid value type: expected Boolean");
    } else {
      client.combined = params.path(1).booleanValue();
      answer(client, request, null);
    }
  }

  private static void onGet(Client client, JsonNode request) {
    JsonNode params = request.path("params");
    if (params.size() > 1) {
      refuse(client, request, INVALID_REQUEST, "Invalid request: too many parameters");
    } else if (!params.path(0).isTextual()) {
      refuse(client, request, INVALID_REQUEST, "Invalid request: property name must be a string");
    } else if (!params.path(0).textValue().equals("combined")) {
      refuse(client, request, 0, "Unknown property");
    } else {
      answer(client, request, BooleanNode.valueOf(client.combined));
    }
  }

  private static void answer(Client client, JsonNode request, @Nullable JsonNode result) {
    ObjectNode answer = Json.object();
    answer.set("result", result); // null is written as null
    client.say(withId(answer, request).toString());
  }

  private static void refuse(Client client, JsonNode request, int code, String message) {
    ObjectNode answer = Json.object().put("code", code).put("msg", message);
    client.say(withId(answer, request).toString());
  }

  private static ObjectNode withId(ObjectNode answer, JsonNode request) {
    JsonNode id = request.path("id");
    if (!id.isMissingNode()) {
      answer.set("id", id);
    }
    return answer;
  }

  private static boolean isUnsigned(JsonNode id) {
    return id.isIntegralNumber() && id.bigIntegerValue().signum() >= 0;
  }

  /** Printable ASCII that needs no escape in a wrapper. */
  static boolean isName(String stream) {
    return stream.length() <= 100 && stream.matches("[0-9A-Za-z_@!.:+-]+");
  }
}

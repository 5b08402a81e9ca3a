package io.tickgate.deliver;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What RFC 7692 section 7.1 says of offers of {@code permessage-deflate} and of their answers, read
 * by a client: it knows nothing of how the gateway decides. Offers here are of right grammar.
 */
final class OfferRules {
  private static final String NAME = "permessage-deflate";
  private static final String SERVER_CONTEXT = "server_no_context_takeover";
  private static final String CLIENT_CONTEXT = "client_no_context_takeover";
  private static final String SERVER_BITS = "server_max_window_bits";
  private static final String CLIENT_BITS = "client_max_window_bits";

  private OfferRules() {}

  /** Why that answer to those header lines may not be; null when it may. */
  static @Nullable String fault(List<String> lines, List<String> answers) {
    if (answers.isEmpty()) {
      return null; // a server may always decline
    }
    List<Map<String, String>> answered = parse(answers);
    if (answered == null || answered.size() != 1) {
      return "not one extension";
    }
    Map<String, String> answer = answered.get(0);
    if (!valid(answer, false)) {
      return "not a valid answer";
    }
    List<Map<String, String>> offers = parse(lines);
    boolean fits =
        offers != null
            && offers.stream().anyMatch(offer -> valid(offer, true) && answers(answer, offer));
    return fits ? null : "answers no offer that was made";
  }

  /** Bits of the window that the server keeps to; 15 when it doesn't say. */
  static int serverBits(String answer) {
    return Integer.parseInt(parsed(answer).getOrDefault(SERVER_BITS, "15"));
  }

  /** Bits of the window that the client has to keep to. */
  static int clientBits(String answer) {
    return Integer.parseInt(parsed(answer).getOrDefault(CLIENT_BITS, "15"));
  }

  /** Whether each message of the server is deflated for itself. */
  static boolean serverResets(String answer) {
    return parsed(answer).containsKey(SERVER_CONTEXT);
  }

  /** Whether each message of the client has to be deflated for itself. */
  static boolean clientResets(String answer) {
    return parsed(answer).containsKey(CLIENT_CONTEXT);
  }

  private static Map<String, String> parsed(String answer) {
    List<Map<String, String>> all = parse(List.of(answer));
    if (all == null || all.size() != 1) {
      throw new AssertionError("not one extension: " + answer);
    }
    return all.get(0);
  }

  /** Elements of the list as maps, the name under ""; null when a parameter comes twice. */
  private static @Nullable List<Map<String, String>> parse(List<String> lines) {
    List<Map<String, String>> all = new ArrayList<>();
    for (String element : String.join(",", lines).split(",")) {
      Map<String, String> parameters = new LinkedHashMap<>();
      String[] words = element.split(";");
      parameters.put("", words[0].trim());
      boolean twice = false;
      for (int i = 1; i < words.length; i++) {
        String[] parts = words[i].trim().split("=", 2);
        String value = parts.length == 1 ? "" : parts[1].trim().replace("\"", "");
        twice |= parameters.put(parts[0].trim(), value) != null;
      }
      if (twice) {
        parameters.put("twice", "");
      }
      all.add(parameters);
    }
    return all;
  }

  /** Section 7.1: a parameter that isn't known, or has no right value, spoils the element. */
  private static boolean valid(Map<String, String> element, boolean offer) {
    for (Map.Entry<String, String> each : element.entrySet()) {
      String value = each.getValue();
      boolean right =
          switch (each.getKey()) {
            case "" -> value.equals(NAME);
            case SERVER_CONTEXT, CLIENT_CONTEXT -> value.isEmpty();
            case SERVER_BITS -> value.matches("[89]|1[0-5]");
            // 7.1.2.2: an offer may leave the value out, an answer may not
            case CLIENT_BITS -> value.matches("[89]|1[0-5]") || (offer && value.isEmpty());
            default -> false;
          };
      if (!right) {
        return false;
      }
    }
    return true;
  }

  private static boolean answers(Map<String, String> answer, Map<String, String> offer) {
    // 7.1.1.1 and 7.1.2.1: what a client asks of the server is accepted by repeating it
    boolean resets = !offer.containsKey(SERVER_CONTEXT) || answer.containsKey(SERVER_CONTEXT);
    boolean server = !offer.containsKey(SERVER_BITS) || within(answer, offer, SERVER_BITS);
    // 7.1.2.2: only a client that said it can be told
    boolean client =
        !answer.containsKey(CLIENT_BITS)
            || (offer.containsKey(CLIENT_BITS) && within(answer, offer, CLIENT_BITS));
    return resets && server && client;
  }

  private static boolean within(Map<String, String> answer, Map<String, String> offer, String key) {
    String most = offer.getOrDefault(key, "");
    String told = answer.get(key);
    return told != null && Integer.parseInt(told) <= (most.isEmpty() ? 15 : Integer.parseInt(most));
  }
}

package io.tickgate.adapter.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tickgate.market.Channel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What a venue allows an hour, with demand that would need far more of it. */
class SendBudgetTest {
  private static final long HOUR_MILLIS = 3_600_000;
  private static final Pattern ARG = Pattern.compile("\\{\"channel\":\"[^}]*}");

  private final Rig rig =
      new Rig("okx", EnumSet.of(Channel.TICKER, Channel.QUOTE, Channel.TRADE, Channel.BOOK));
  private final Deque<Long> times = new ArrayDeque<>(); // of the last hour's requests
  private int requests;
  private int worst;
  private int pings;

  /** The venue grants everything. */
  private void answer() {
    for (String sent : rig.venue.takeSent()) {
      if (sent.equals("ping")) {
        pings++;
        rig.venue.say("pong");
        continue;
      }
      requests++;
      times.add(rig.clock.nanos() / 1_000_000);
      if (sent.contains("\"subscribe\"")) {
        ARG.matcher(sent)
            .results()
            .map(MatchResult::group)
            .forEach(arg -> rig.venue.say("{\"event\":\"subscribe\",\"arg\":" + arg + "}"));
      }
    }
    while (!times.isEmpty() && times.peek() <= rig.clock.nanos() / 1_000_000 - HOUR_MILLIS) {
      times.remove();
    }
    worst = Math.max(worst, times.size());
  }

  @Test
  void anHourSeesNoMoreRequestsThanTheVenueAllows() {
    rig.session.tick();
    rig.venue.accept();
    for (int millis = 0; millis < 2 * HOUR_MILLIS; millis += 100) {
      if (millis % 10_000 == 0) {
        rig.session.demand("S" + millis, true);
        rig.session.demand("S" + (millis - 10_000), false);
      }
      rig.pass(100);
      answer();
    }
    assertTrue(worst <= 480, worst + " requests in an hour");
    assertTrue(requests > 600, requests + " requests in two hours: what is allowed is used");
    assertTrue(pings > 100, pings + " pings");
    assertEquals(1, rig.venue.connects.size(), rig.reason());
    assertEquals("Live", rig.state());
  }
}

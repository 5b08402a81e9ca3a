package io.tickgate.adapter.live;

import io.tickgate.adapter.venue.Dialogue;
import io.tickgate.market.Channel;
import java.util.List;
import java.util.Set;

/**
 * What one session is about.
 *
 * @param name for the log: the feed's id, and a number where a feed has several
 * @param symbols all that it may be asked for, as the venue spells them
 */
record SessionSetup(
    String name,
    LiveSettings settings,
    Dialogue dialogue,
    LiveAdapter.DecoderFactory decoders,
    List<String> symbols,
    Set<Channel> channels) {}

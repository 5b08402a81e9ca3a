package io.tickgate.cli;

import io.tickgate.adapter.venue.Venues;
import java.util.Iterator;

/** The venues, as help lists them. */
final class VenueNames implements Iterable<String> {
  @Override
  public Iterator<String> iterator() {
    return Venues.names().iterator();
  }
}

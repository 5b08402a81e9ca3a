package io.tickgate.cli;

import com.fasterxml.jackson.databind.JsonNode;

/** Prints elements of a stream. */
interface ElementPrinter {
  void print(JsonNode element);
}

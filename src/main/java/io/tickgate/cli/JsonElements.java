package io.tickgate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;

/** Elements as they came, a line each. */
record JsonElements(PrintWriter out) implements ElementPrinter {
  @Override
  public void print(JsonNode element) {
    out.println(element);
  }
}

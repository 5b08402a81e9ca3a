package io.tickgate.adapter.file;

/** Whose row it is. */
@FunctionalInterface
interface Instruments {
  Instrument of(CsvRow row) throws CsvFault;
}

package io.tickgate.wire;

/** A client's message can't be done: the code and a sentence that names the field. */
public final class RequestFault extends Exception {
  private static final long serialVersionUID = 1;

  private final ErrorCode code;
  private final long id;

  /**
   * A fault.
   *
   * @param id the request's id, or {@link ClientMessage#NO_ID}
   */
  public RequestFault(ErrorCode code, long id, String message) {
    super(message, null, false, false); // a value that travels, not a failure: no stack trace
    this.code = code;
    this.id = id;
  }

  public ErrorCode code() {
    return code;
  }

  /** The request's id, or {@link ClientMessage#NO_ID}. */
  public long id() {
    return id;
  }

  /** What is wrong; never null. */
  public String text() {
    return String.valueOf(getMessage());
  }
}

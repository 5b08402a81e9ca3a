package io.tickgate.cli;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tickgate.client.ScriptedGateway;
import io.vertx.core.http.ServerWebSocket;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Help.Ansi;

/** What the command makes of what a gateway says, over a real socket. */
@Timeout(60)
class TailCommandTest {
  private static final String ACK =
      "{\"type\":\"ack\",\"id\":1,\"op\":\"subscribe\",\"granted\":[{\"symbol\":\"a:B\"}],"
          + "\"refused\":[{\"symbol\":\"a:C\",\"code\":\"unknown_symbol\",\"message\":\"not known\"}],"
          + "\"subscriptions\":1}";

  private static final String NOTHING =
      "{\"type\":\"ack\",\"id\":1,\"op\":\"subscribe\",\"granted\":[],"
          + "\"refused\":[{\"symbol\":\"a:C\",\"code\":\"unknown_symbol\",\"message\":\"not known\"}],"
          + "\"subscriptions\":0}";

  @TempDir Path folder;
  private ScriptedGateway gateway;

  @BeforeEach
  void listen() throws Exception {
    gateway = new ScriptedGateway();
  }

  @AfterEach
  void leave() throws Exception {
    gateway.close();
  }

  private CompletableFuture<Shell> tail(Object... arguments) {
    Object[] all = new Object[arguments.length + 2];
    all[0] = "tail";
    all[1] = "--url=" + gateway.uri();
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    return CompletableFuture.supplyAsync(() -> Shell.run(all));
  }

  private static Shell end(CompletableFuture<Shell> tail) throws Exception {
    return tail.get(20, TimeUnit.SECONDS);
  }

  private static void say(ServerWebSocket socket, String type, String channel, String elements) {
    String text = "{'type':'" + type + "','channel':'" + channel + "','data':[" + elements + "]}";
    socket.writeTextMessage(text.replace('\'', '"'));
  }

  @Test
  void printsColumnsThatGrow() throws Exception {
    CompletableFuture<Shell> tail = tail("--channel=trade", "--count=3", "a:B", "a:C");
    ServerWebSocket socket = gateway.welcome();
    CompletableFuture<Short> closed = new CompletableFuture<>();
    socket.closeHandler(end -> closed.complete(socket.closeStatusCode()));
    assertEquals(
        "{\"op\":\"subscribe\",\"id\":1,\"channel\":\"trade\",\"symbols\":[\"a:B\",\"a:C\"]}",
        gateway.request());
    socket.writeTextMessage(ACK);
    String first =
        "{'s':'a:B','seq':1,'ts':1600000000000000,'price':'1.50','size':'2','side':'buy','id':'7'}";
    say(socket, "snapshot", "trade", first);
    say(
        socket,
        "update",
        "trade",
        first.replace("1.50", "10.50").replace("'seq':1", "'seq':2,'prev':1"));
    say(
        socket,
        "update",
        "trade",
        "{'s':'a:B','seq':5,'prev':4,'ts':1600000000000001,'price':'1','size':'2'}");
    Shell shell = end(tail);
    assertEquals(0, shell.code());
    assertEquals(
        """
        TIME                         SYMBOL  SIDE  PRICE  SIZE  ID
        2020-09-13T12:26:40.000000Z  a:B     buy   1.50   2     7
        2020-09-13T12:26:40.000000Z  a:B     buy   10.50  2     7
        2020-09-13T12:26:40.000001Z  a:B     -     1      2     -
        """,
        shell.out());
    assertEquals("a:C: unknown_symbol: not known\nmissing a:B after 2 before 5\n", shell.err());
    assertEquals((short) 1000, closed.get(10, TimeUnit.SECONDS), "it said goodbye");
  }

  @Test
  void printsElementsAsTheyCome() throws Exception {
    CompletableFuture<Shell> tail = tail("--json", "--count=1", "--interval=250", "a:B");
    ServerWebSocket socket = gateway.welcome();
    assertTrue(gateway.request().contains("\"intervalMs\":250"));
    say(socket, "snapshot", "ticker", "{'s':'a:B','seq':1,'bid':'1.50'},{'s':'a:C','seq':1}");
    Shell shell = end(tail);
    assertEquals("{\"s\":\"a:B\",\"seq\":1,\"bid\":\"1.50\"}\n", shell.out());
    assertEquals("", shell.err());
  }

  @Test
  void printsBooksAndBarsShortly() throws Exception {
    CompletableFuture<Shell> books = tail("--channel=book", "--depth=5", "--count=1", "a:B");
    ServerWebSocket socket = gateway.welcome();
    assertTrue(gateway.request().contains("\"depth\":5"));
    say(
        socket,
        "snapshot",
        "book",
        "{'s':'a:B','seq':1,'ts':0,'bids':[['4','1'],['3','1'],['2','1'],['1','1']],'asks':[]}");
    assertEquals(
        "TIME                         SYMBOL  BIDS            ASKS\n"
            + "1970-01-01T00:00:00.000000Z  a:B     4x1 3x1 2x1 +1  -\n",
        end(books).out());
    CompletableFuture<Shell> bars = tail("--channel=bar", "--bar=1s", "--count=1", "a:B");
    socket = gateway.welcome();
    assertTrue(gateway.request().contains("\"interval\":\"1s\""));
    say(
        socket,
        "snapshot",
        "bar",
        "{'s':'a:B','seq':1,'interval':'1s','start':0,'open':'1','high':'2','low':'1','close':'2',"
            + "'volume':'3','trades':2,'closed':true}");
    assertTrue(
        end(bars).out().endsWith("Z  a:B     1s        1     2     1    2      3       true\n"));
  }

  @Test
  void comesBackAndSaysSo() throws Exception {
    CompletableFuture<Shell> tail = tail("--channel=quote", "--count=1", "a:B");
    gateway.welcome().close((short) 4002, "no pong");
    ServerWebSocket socket = gateway.welcome();
    socket.writeTextMessage("{\"type\":\"notice\",\"code\":\"slow\",\"lagMs\":5}");
    say(socket, "snapshot", "quote", "{'s':'a:B','seq':1}");
    Shell shell = end(tail);
    List<String> told = shell.err().lines().toList();
    assertTrue(told.get(0).startsWith("closed with 4002: no pong; again in "), shell.err());
    assertEquals("notice {\"type\":\"notice\",\"code\":\"slow\",\"lagMs\":5}", told.get(1));
    assertEquals(0, shell.code());
  }

  @Test
  void failsWhenItIsNotWanted() throws Exception {
    gateway.refuse(
        request -> {
          request.response().setStatusCode(401).end();
          return true;
        });
    Path token = Files.writeString(folder.resolve("token"), "abc.def\n");
    Shell shell = end(tail("--token-file=" + token, "a:B"));
    assertEquals(1, shell.code());
    assertEquals("tickgate tail: handshake refused with 401\n", shell.err());
    assertEquals(List.of("Bearer abc.def"), gateway.tokens);
    Shell none = end(tail("--token-file=" + folder.resolve("none"), "a:B"));
    assertEquals(1, none.code());
    assertTrue(none.err().contains("none: cannot be read"), none.err());
  }

  @Test
  void takesATokenWithoutTheSpaceAroundIt() throws Exception {
    CompletableFuture<Shell> tail = tail("--token= abc.def\n", "--count=1", "a:B");
    say(gateway.welcome(), "snapshot", "ticker", "{'s':'a:B','seq':1}");
    assertEquals(0, end(tail).code());
    assertEquals(List.of("Bearer abc.def"), gateway.tokens);
    Shell broken = end(tail("--token=abc\ndef", "a:B"));
    assertEquals(1, broken.code());
    assertEquals("tickgate tail: the token is empty or not all visible ASCII\n", broken.err());
  }

  @Test
  void waitsForATokenFileThatIsWrittenAnew() throws Exception {
    Path token = Files.writeString(folder.resolve("token"), "first");
    StringWriter err =
        new StringWriter() {
          @Override
          public void write(String text, int from, int length) {
            super.write(text, from, length);
            if (text.contains("is empty")) {
              assertDoesNotThrow(() -> Files.writeString(token, "second"));
            }
          }
        };
    Console console =
        new Console(new PrintWriter(new StringWriter()), new PrintWriter(err, true), false);
    String[] words = {
      "tail", "--url=" + gateway.uri(), "--token-file=" + token, "--count=1", "a:B"
    };
    CompletableFuture<Integer> tail =
        CompletableFuture.supplyAsync(() -> CommandRunner.run(console, Ansi.OFF, words));
    ServerWebSocket socket = gateway.welcome();
    Files.writeString(token, "");
    socket.close((short) 4001, "token expired");
    say(gateway.welcome(), "snapshot", "ticker", "{'s':'a:B','seq':1}");
    assertEquals(0, tail.get(20, TimeUnit.SECONDS), err.toString());
    assertEquals(List.of("Bearer first", "Bearer second"), gateway.tokens);
    List<String> told = err.toString().lines().toList();
    assertTrue(told.get(1).startsWith("no token: " + token + ": is empty; again in "), told.get(1));
  }

  @Test
  void failsWhenItGetsNothing() throws Exception {
    CompletableFuture<Shell> tail = tail("a:C");
    gateway.welcome().writeTextMessage(ACK.replace("\"subscriptions\":1", "\"subscriptions\":0"));
    Shell refused = end(tail);
    assertEquals(1, refused.code());
    assertEquals(
        "a:C: unknown_symbol: not known\ntickgate tail: nothing was granted\n", refused.err());
    tail = tail("a:B");
    gateway
        .welcome()
        .writeTextMessage(
            "{\"type\":\"error\",\"code\":\"bad_request\",\"message\":\"depth: no\"}");
    Shell wrong = end(tail);
    assertEquals(1, wrong.code());
    assertEquals("tickgate tail: bad_request: depth: no\n", wrong.err());
  }

  @Test
  void waitsForAGatewayThatIsBackToKnowItsSymbolsAgain() throws Exception {
    CompletableFuture<Shell> tail = tail("--count=1", "a:B", "a:C");
    ServerWebSocket socket = gateway.welcome();
    socket.writeTextMessage(ACK);
    socket.close((short) 4002, "no pong");
    ServerWebSocket second = gateway.welcome();
    second.writeTextMessage(NOTHING.replace("unknown_symbol", "forbidden"));
    say(second, "snapshot", "ticker", "{'s':'a:B','seq':1}");
    assertEquals(0, end(tail).code());
  }

  @Test
  void waitsForSymbolsThoughItHadNoneBeforeTheGatewayWasGone() throws Exception {
    CompletableFuture<Shell> tail = tail("--count=1", "a:C");
    gateway.welcome().close((short) 4002, "no pong");
    ServerWebSocket second = gateway.welcome();
    second.writeTextMessage(NOTHING);
    say(second, "snapshot", "ticker", "{'s':'a:C','seq':1}");
    assertEquals(0, end(tail).code());
    tail = tail("a:C");
    gateway.welcome().close((short) 4002, "no pong");
    gateway.welcome().writeTextMessage(NOTHING.replace("unknown_symbol", "forbidden"));
    assertTrue(end(tail).err().endsWith("tickgate tail: nothing was granted\n"));
  }

  @Test
  void tellsOfErrorsThatWillPass() throws Exception {
    CompletableFuture<Shell> tail = tail("--count=1", "a:B");
    ServerWebSocket socket = gateway.welcome();
    socket.writeTextMessage(
        "{\"type\":\"error\",\"code\":\"internal\",\"message\":\"busy\",\"retryable\":true}");
    say(socket, "snapshot", "ticker", "{'s':'a:B','seq':1}");
    Shell shell = end(tail);
    assertEquals(0, shell.code());
    assertEquals("internal: busy\n", shell.err());
  }

  @Test
  void endsWellWhenItIsInterrupted() throws Exception {
    CompletableFuture<Thread> started = new CompletableFuture<>();
    CompletableFuture<Shell> tail =
        CompletableFuture.supplyAsync(
            () -> {
              started.complete(Thread.currentThread());
              return Shell.run("tail", "--url=" + gateway.uri(), "a:B");
            });
    ServerWebSocket socket = gateway.welcome();
    gateway.request();
    CompletableFuture<Short> closed = new CompletableFuture<>();
    socket.closeHandler(end -> closed.complete(socket.closeStatusCode()));
    started.get().interrupt();
    assertEquals(new Shell(0, "", ""), end(tail));
    assertEquals((short) 1000, closed.get(10, TimeUnit.SECONDS));
  }
}

package io.tickgate.wire;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages as the protocol page writes them pass; messages that break one rule don't. */
class ProtocolContractTest {
  private static final String ELEMENT =
      "'s':'sim:BTC-USD','seq':9123,'ts':1763690000000000,'rx':1763690000000210";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'op':'auth','id':1,'token':'a.b.c'}",
        "{'op':'subscribe','id':2,'channel':'ticker','symbols':['sim:BTC-USD','sim:ETH-*'],"
            + "'mode':'conflated','intervalMs':250,'fields':['bid','ask','last'],'snapshot':true}",
        "{'op':'subscribe','channel':'book','symbols':['kraken:BTC/USD'],'depth':100}",
        "{'op':'subscribe','channel':'bar','symbols':['*:BTC*'],'interval':'1h','history':1000}",
        "{'op':'subscribe','channel':'trade','symbols':['a:b'],'mode':'all','from':0}",
        "{'op':'unsubscribe','id':3,'channel':'ticker','symbols':['sim:ETH-*']}",
        "{'op':'unsubscribe','id':3,'channel':'ticker'}",
        "{'op':'unsubscribe'}",
        "{'op':'list','id':4}",
        "{'op':'ping','id':9007199254740991}",
        "{'op':'pause','id':6}",
        "{'op':'resume','id':7}",
        "{'op':'configure','id':8,'maxKbps':64}",
        "{'op':'configure','maxKbps':0}",
      })
  void acceptsWhatClientsSend(String message) {
    String json = message.replace('\'', '"');
    ProtocolContract.checkClient(json);
    ProtocolContract.check("client-message", json);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type':'welcome','version':'1','connection':'c','epoch':'e','protocol':'tickgate.v1.json',"
            + "'heartbeatMs':1000,'limits':{'subscriptions':1000,'messagesPerSecond':50,"
            + "'messageBytes':65536},'auth':{'required':true,'deadlineMs':5000,'subject':'x',"
            + "'expiresAt':1763690000000000},'compression':{'mode':'off'}}",
        "{'type':'ack','id':2,'op':'subscribe','granted':[{'channel':'ticker',"
            + "'symbol':'sim:BTC-USD','mode':'conflated','intervalMs':250,'timeliness':'realtime'}],"
            + "'refused':[{'symbol':'nope:X','code':'unknown_symbol','message':'no'}],"
            + "'subscriptions':1}",
        "{'type':'ack','op':'pause'}",
        "{'type':'snapshot','channel':'ticker','data':[{" + ELEMENT + "}]}",
        "{'type':'update','channel':'ticker','data':[{"
            + ELEMENT
            + ",'prev':9117,'bid':'1.50',"
            + "'bidSize':'0','trades':3},{"
            + ELEMENT
            + ",'ask':null,'unknown':{}}]}",
        "{'type':'update','channel':'quote','data':[{" + ELEMENT + ",'bid':'-0.5'}]}",
        "{'type':'update','channel':'trade','data':[{"
            + ELEMENT
            + ",'price':'1','size':'2',"
            + "'side':'sell','id':'77'}]}",
        "{'type':'snapshot','channel':'book','data':[{"
            + ELEMENT
            + ",'bids':[['1.0','0.10']],"
            + "'asks':[],'checksum':4294967295,'stale':true}]}",
        "{'type':'update','channel':'book','data':[{"
            + ELEMENT
            + ",'bids':[['1.0','0']],"
            + "'asks':[['1.1','3']],'checksum':0}]}",
        "{'type':'update','channel':'bar','data':[{"
            + ELEMENT
            + ",'interval':'1m',"
            + "'start':1763689980000000,'open':'1','high':'2','low':'1','close':'2',"
            + "'volume':'3.5','trades':2,'closed':false}]}",
        "{'type':'heartbeat','ts':1,'feeds':[{'id':'coinbase','state':'stale','ageMs':40}]}",
        "{'type':'notice','code':'slow','lagMs':900,'intervalMs':500}",
        "{'type':'notice','code':'slow_cleared','intervalMs':0}",
        "{'type':'notice','code':'gap','channel':'trade','symbol':'a:b','from':2,'to':5,'missed':4}",
        "{'type':'notice','code':'feed','feed':'sim','state':'ended'}",
        "{'type':'notice','code':'drain','reconnectAfterMs':0}",
        "{'type':'notice','code':'token_expiring','expiresAt':1763690000000000}",
        "{'type':'notice','code':'deprecated','message':'gone in v2'}",
        "{'type':'error','id':2,'code':'internal','message':'sorry','retryable':true}",
        "{'type':'error','code':'rate_limited','message':'slower','retryable':true,"
            + "'retryAfterMs':20}",
        "{'type':'pong','id':5,'ts':1}",
        "{'type':'subscriptions','id':4,'items':[{'channel':'bar','symbol':'a:*','mode':'all',"
            + "'intervalMs':0,'timeliness':'delayed','delayMs':900000,'interval':'1m',"
            + "'history':0}]}",
      })
  void acceptsWhatTheGatewaySends(String message) {
    String json = message.replace('\'', '"');
    ProtocolContract.checkServer(json);
    ProtocolContract.check("server-message", json);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type':'quote','symbol':'desk:EUR/USD','ts':1763690000000000,'bid':'1.08510',"
            + "'bidSize':'1000000','ask':'1.08520','askSize':'2000000'}",
        "{'type':'trade','symbol':'desk:EUR/USD','price':'1.08515','size':'250000','side':'buy',"
            + "'id':'77'}",
        "[{'type':'book','symbol':'desk:EUR/USD','snapshot':true,'bids':[['1.08510','1000000']],"
            + "'asks':[['1.08520','0']]},{'type':'status','symbol':'desk:EUR/USD','state':'open'}]",
      })
  void acceptsWhatPublishersSend(String message) {
    ProtocolContract.check("publish-message", message.replace('\'', '"'));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "op          | {'op':'dance'}",
        "op          | {'id':1}",
        "not JSON    | {'op':",
        "channel     | {'op':'subscribe','symbols':['a:b']}",
        "symbols     | {'op':'subscribe','channel':'quote'}",
        "symbols     | {'op':'subscribe','channel':'quote','symbols':'a:b'}",
        "symbols     | {'op':'subscribe','channel':'quote','symbols':['a b']}",
        "channel     | {'op':'subscribe','channel':'news','symbols':['a:b']}",
        "intervalMs  | {'op':'subscribe','channel':'quote','symbols':['a:b'],'intervalMs':-1}",
        "intervalMs  | {'op':'subscribe','channel':'quote','symbols':['a:b'],'intervalMs':'250'}",
        "depth       | {'op':'subscribe','channel':'book','symbols':['a:b'],'depth':7}",
        "interval    | {'op':'subscribe','channel':'bar','symbols':['a:b'],'interval':'2m'}",
        "history     | {'op':'subscribe','channel':'bar','symbols':['a:b'],'history':1001}",
        "from        | {'op':'subscribe','channel':'trade','symbols':['a:b'],'from':-1}",
        "id          | {'op':'ping','id':'5'}",
        "id          | {'op':'ping','id':9007199254740992}",
        "maxKbps     | {'op':'configure'}",
        "token       | {'op':'auth'}",
      })
  void rejectsWhatClientsMayNotSend(String named, String message) {
    String json = message.replace('\'', '"');
    AssertionError error =
        assertThrows(AssertionError.class, () -> ProtocolContract.checkClient(json));
    assertTrue(error.toString().contains(named), error.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "type       | {'type':'gossip'}",
        "type       | {'op':'ping'}",
        "seq        | {'type':'update','channel':'trade','data':[{'s':'a:b','ts':1,'rx':1}]}",
        "rx         | {'type':'update','channel':'trade','data':[{'s':'a:b','seq':1,'ts':1}]}",
        "price      | {'type':'update','channel':'trade','data':[{#,'price':1.5,'size':'1'}]}",
        "price      | {'type':'update','channel':'trade','data':[{#,'price':'1e3','size':'1'}]}",
        "side       | {'type':'update','channel':'trade','data':[{#,'side':'BUY'}]}",
        "ts         | {'type':'update','channel':'quote','data':[{'s':'a:b','seq':1,'ts':1.5,'rx':1}]}",
        "s:         | {'type':'update','channel':'quote','data':[{'s':'nocolon','seq':1,'ts':1,'rx':1}]}",
        "data       | {'type':'update','channel':'quote','data':[]}",
        "channel    | {'type':'update','channel':'news','data':[{#}]}",
        "data[0]    | {'type':'snapshot','channel':'quote','data':[{#,'prev':3}]}",
        "bids[0]    | {'type':'snapshot','channel':'book','data':[{#,'bids':[['1','0']],'asks':[]}]}",
        "bids[0]    | {'type':'update','channel':'book','data':[{#,'bids':[['1','0.00']],'asks':[]}]}",
        "bids[0]    | {'type':'update','channel':'book','data':[{#,'bids':[['1']],'asks':[]}]}",
        "asks       | {'type':'update','channel':'book','data':[{#,'bids':[]}]}",
        "checksum   | {'type':'update','channel':'book','data':[{#,'bids':[],'asks':[],'checksum':-1}]}",
        "closed     | {'type':'update','channel':'bar','data':[{#,'closed':'no'}]}",
        "parameters | {'type':'welcome','version':'1','connection':'c','epoch':'e','protocol':"
            + "'tickgate.v1.json','heartbeatMs':1,'limits':{'subscriptions':1,"
            + "'messagesPerSecond':1,'messageBytes':1},'auth':{'required':false},"
            + "'compression':{'mode':'shared'}}",
        "refused    | {'type':'ack','op':'subscribe','granted':[],'subscriptions':0}",
        "depth      | {'type':'subscriptions','items':[{'channel':'book','symbol':'a:b',"
            + "'mode':'conflated','intervalMs':0,'timeliness':'realtime'}]}",
        "history    | {'type':'subscriptions','items':[{'channel':'bar','symbol':'a:b',"
            + "'mode':'conflated','intervalMs':0,'timeliness':'realtime','interval':'1m'}]}",
        "delayMs    | {'type':'subscriptions','items':[{'channel':'quote','symbol':'a:b',"
            + "'mode':'conflated','intervalMs':0,'timeliness':'delayed'}]}",
        "state      | {'type':'heartbeat','ts':1,'feeds':[{'id':'x','state':'LIVE'}]}",
        "lagMs      | {'type':'notice','code':'slow','intervalMs':1}",
        "missed     | {'type':'notice','code':'gap','channel':'trade','symbol':'a:b','from':2,'to':5}",
        "code       | {'type':'notice','code':'hello'}",
        "code       | {'type':'error','code':'oops','message':'x','retryable':false}",
        "retryable  | {'type':'error','code':'internal','message':'x'}",
        "retryAfter | {'type':'error','code':'rate_limited','message':'x','retryable':true}",
        "ts         | {'type':'pong','id':5}",
      })
  void rejectsWhatTheGatewayMayNotSend(String named, String message) {
    String json = message.replace("#", ELEMENT).replace('\'', '"');
    AssertionError error =
        assertThrows(AssertionError.class, () -> ProtocolContract.checkServer(json));
    assertTrue(error.toString().contains(named), error.toString());
    assertThrows(AssertionError.class, () -> ProtocolContract.check("server-message", json));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type':'quote','bid':'1'}",
        "{'type':'quote','symbol':'a:b','bid':1.5}",
        "{'type':'trade','symbol':'a:b','price':'1'}",
        "{'type':'book','symbol':'a:b','snapshot':true}",
        "{'type':'status','symbol':'a:b','state':'asleep'}",
        "[{'type':'news','symbol':'a:b'}]",
      })
  void rejectsWhatPublishersMayNotSend(String message) {
    assertThrows(
        AssertionError.class,
        () -> ProtocolContract.check("publish-message", message.replace('\'', '"')));
  }
}

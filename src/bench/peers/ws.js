// A peer: Node's ws with one send per update and client. Arguments: port, symbols, quotes a second.
// Its market is simpler than the simulator's: the same rate and size, bids that count.
const path = require('node:path')
const { WebSocketServer } = require(path.resolve(process.env.BENCH_WS, 'node_modules/ws'))

const [port, symbols, rate] = process.argv.slice(2).map(Number)
const KNOWN = ('BTC-USD ETH-USD SOL-USD XRP-USD EUR-USD AAPL NVDA GBP-USD USD-JPY DOGE-USD ' +
  'MSFT TSLA AMZN ADA-USD XAU-USD LTC-USD AVAX-USD LINK-USD GOOGL META').split(' ')
const names = Array.from({ length: symbols }, (_, i) =>
  'sim:' + (i < 20 ? KNOWN[i] : `SIM${String(i + 1).padStart(4, '0')}-USD`))
const subscribers = new Map(names.map((name) => [name, []]))
const seqs = new Map(names.map((name) => [name, 0]))

const server = new WebSocketServer({ port, perMessageDeflate: true, backlog: 1024 })
server.on('connection', (socket) => {
  socket.on('message', (text) => {
    for (const symbol of JSON.parse(text).symbols) subscribers.get(symbol).push(socket)
    socket.send('{"type":"ack","id":1,"granted":[],"refused":[]}')
  })
})

let due = performance.now()
setInterval(() => {
  const now = performance.now()
  while (due < now) {
    due += (-Math.log(1 - Math.random()) * 1000) / rate
    publish(names[Math.floor(Math.random() * symbols)])
  }
}, 2)

function publish(symbol) {
  const seq = seqs.get(symbol) + 1
  seqs.set(symbol, seq)
  const ts = Math.round((performance.timeOrigin + performance.now()) * 1000)
  const bid = (10_000 + (seq % 1000)).toFixed(2)
  const text = `{"type":"update","channel":"quote","data":[{"s":"${symbol}","seq":${seq},"prev":${seq - 1},` +
    `"ts":${ts},"rx":${ts},"bid":"${bid}","bidSize":"4.00000000","ask":"${bid}","askSize":"4.00000000"}]}`
  for (const socket of subscribers.get(symbol)) socket.send(text)
}

// Speaks graphql-transport-ws to the server at the URL given: by the protocol's own client where it can be made to, and
// by bare sockets where only a wrong client gets there. With the server's process id, it is stopped at the end; with the
// password of the demo's accounts (`tremplin demo --password`), one of its students is told of an application.
// Exit code: 0 when all pass, 1 when one fails, 2 when nothing could be run.
import { CloseCode, createClient, GRAPHQL_TRANSPORT_WS_PROTOCOL, MessageType } from "graphql-ws";
import WebSocket from "ws";

const [url, pid, password] = process.argv.slice(2);
if (!url) {
  console.error("usage: node run.mjs URL [PID [PASSWORD]]    (for example ws://127.0.0.1:8000/graphql)");
  process.exit(2);
}

const published = "subscription { offerPublished { id } }";
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

function client(options = {}) {
  return createClient({ url, webSocketImpl: WebSocket, retryAttempts: 0, ...options });
}

/** The first result of an operation, or what it failed with. */
function first(one, query, variables) {
  return new Promise((resolve, reject) => {
    one.subscribe({ query, variables }, { next: resolve, error: reject, complete: () => reject(new Error("no result")) });
  });
}

/** The data of an answer over plain HTTP. */
async function post(query, variables, token) {
  const headers = { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) };
  const body = JSON.stringify({ query, variables });
  const answer = await fetch(url.replace(/^ws/, "http"), { method: "POST", headers, body });
  return (await answer.json()).data;
}

/** What an operation fails with. */
async function failure(one, query) {
  try {
    return await first(one, query);
  } catch (error) {
    return error;
  }
}

/** A bare socket that sends these messages as they are, and the code that it is closed with. */
function closed(messages, protocol = GRAPHQL_TRANSPORT_WS_PROTOCOL) {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, protocol);
    const late = setTimeout(() => reject(new Error("the server did not close")), 15_000);
    socket.on("open", () => messages.forEach((message) => socket.send(message)));
    socket.on("unexpected-response", (_, response) => resolve(`HTTP ${response.statusCode}`));
    socket.on("error", () => {});
    socket.on("close", (code) => {
      clearTimeout(late);
      resolve(code);
    });
  });
}

function equal(found, expected) {
  if (found !== expected) throw new Error(`expected ${expected}, found ${found}`);
}

const init = JSON.stringify({ type: MessageType.ConnectionInit });
const subscribe = JSON.stringify({ id: "1", type: MessageType.Subscribe, payload: { query: published } });

const checks = {
  async "a query has one result"() {
    const result = await first(client(), "{ __typename }");
    equal(JSON.stringify(result.data), '{"__typename":"Query"}');
  },
  async "a document that is wrong is an error with a code"() {
    const errors = await failure(client(), "subscription { nothing }");
    equal(errors[0].extensions.code, "DOCUMENT_INVALID");
  },
  async "what needs an account says so"() {
    const errors = await failure(client(), "subscription { applicationUpdated { id } }");
    equal(errors[0].extensions.code, "UNAUTHENTICATED");
  },
  async "a subscription is opened and ended by the client, and the socket lives on"() {
    const one = client({ lazy: false });
    let completed = false;
    const done = one.subscribe(
      { query: published },
      { next() {}, error() {}, complete: () => { completed = true; } },
    );
    await sleep(200);
    done();
    await sleep(100);
    equal(completed, true);
    equal((await first(one, "{ __typename }")).data.__typename, "Query");
    await one.dispose();
  },
  async "the client's pings are answered"() {
    let pongs = 0;
    const one = client({ lazy: false, keepAlive: 50, on: { pong: (received) => { pongs += received ? 1 : 0; } } });
    await sleep(600);
    await one.dispose();
    if (pongs < 3) throw new Error(`expected 3 pongs or more, found ${pongs}`);
  },
  async "a token that is not good: Forbidden"() {
    const close = await failure(client({ connectionParams: { authorization: "Bearer trp_x" } }), "{ __typename }");
    equal(close.code, CloseCode.Forbidden);
  },
  async "a message that is none: BadRequest"() {
    equal(await closed([init, "nonsense"]), CloseCode.BadRequest);
  },
  async "an operation before connection_init: Unauthorized"() {
    equal(await closed([subscribe]), CloseCode.Unauthorized);
  },
  async "no connection_init in time: ConnectionInitialisationTimeout"() {
    equal(await closed([]), CloseCode.ConnectionInitialisationTimeout);
  },
  async "one id twice: SubscriberAlreadyExists"() {
    equal(await closed([init, subscribe, subscribe]), CloseCode.SubscriberAlreadyExists);
  },
  async "connection_init twice: TooManyInitialisationRequests"() {
    equal(await closed([init, init]), CloseCode.TooManyInitialisationRequests);
  },
  async "another sub-protocol is refused"() {
    equal(await closed([], "graphql-ws"), "HTTP 400");
  },
};

if (password) {
  checks["an event reaches whoever has subscribed"] = async () => {
    const signIn = "mutation($email: String!, $password: String!) { signIn(email: $email, password: $password) { token } }";
    const email = "demo-student-0001@example.org";
    const { token } = (await post(signIn, { email, password })).signIn;
    const student = client({ connectionParams: { authorization: `Bearer ${token}` } });
    const told = failure(student, "subscription { applicationUpdated { id status } }");
    // A subscription is not acknowledged: what comes before it is opened is not told.
    await sleep(500);
    const offers = (await post("{ searchOffers(first: 100) { edges { node { id } } } }")).searchOffers;
    const submit = "mutation($offer: ID!) { applicationSubmit(input: { offer: $offer }) { application { id status } } }";
    for (const { node } of offers.edges) {
      const submitted = (await post(submit, { offer: node.id }, token))?.applicationSubmit?.application;
      if (!submitted) continue;
      const event = await Promise.race([told, sleep(5_000)]);
      await student.dispose();
      return equal(JSON.stringify(event?.data?.applicationUpdated), JSON.stringify(submitted));
    }
    throw new Error("no offer could be applied for");
  };
}

if (pid) {
  checks["a server that stops: 1001"] = async () => {
    let code;
    const one = client({ lazy: false, onNonLazyError() {}, on: { closed: (event) => { code = event.code; } } });
    one.subscribe({ query: published }, { next() {}, error() {}, complete() {} });
    await sleep(300);
    process.kill(Number(pid), "SIGTERM");
    await sleep(1500);
    equal(code, 1001);
  };
}

let failed = 0;
for (const [name, check] of Object.entries(checks)) {
  try {
    await check();
  } catch (error) {
    failed += 1;
    console.log(`failed  ${name}: ${error?.message ?? JSON.stringify(error)}`);
  }
}
console.log(`${Object.keys(checks).length - failed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

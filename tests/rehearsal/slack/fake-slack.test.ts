import {
  LogLevel,
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
  WebClient,
} from "@slack/web-api";
import { expect } from "chai";
import { type FakeSlack, type Misbehavior, startFakeSlack } from "../../../rehearsal/slack/fake-slack";

const token = "xoxb-rehearsal";
const blocks = [{ type: "section" as const, text: { type: "mrkdwn" as const, text: "hello" } }];

describe("startFakeSlack", () => {
  let slack: FakeSlack;

  beforeEach(async () => {
    slack = await startFakeSlack({ token });
  });
  afterEach(() => slack.close());

  const clientWith = (given: string | undefined, timeout = 2000): WebClient =>
    new WebClient(given, {
      slackApiUrl: slack.url,
      retryConfig: { retries: 0 },
      timeout,
      rejectRateLimitedCalls: true,
      logger: {
        debug() {},
        info() {},
        warn() {},
        error() {},
        setLevel() {},
        getLevel: () => LogLevel.ERROR,
        setName() {},
      },
    });
  const post = (client = clientWith(token)) => client.chat.postMessage({ channel: "C1", text: "hello", blocks });
  const failureOf = (call: Promise<unknown>): Promise<unknown> =>
    call.then(
      () => undefined,
      (error: unknown) => error,
    );

  it("stores what the official client posts", async () => {
    const metadata = { event_type: "cutover", event_payload: { id: 7 } };
    const { ok, ts } = await clientWith(token).chat.postMessage({ channel: "C1", text: "hello", blocks, metadata });
    expect([ok, slack.messages]).to.deep.equal([true, [{ channel: "C1", ts, text: "hello", blocks, metadata }]]);
  });

  it("replaces a message on chat.update and refuses one that isn't there", async () => {
    const { ts = "" } = await post();
    await clientWith(token).chat.update({ channel: "C1", ts, text: "changed" });
    expect(slack.messages).to.deep.equal([{ channel: "C1", ts, text: "changed", blocks: [], metadata: undefined }]);
    const failure = await failureOf(clientWith(token).chat.update({ channel: "C1", ts: "1.2", text: "x" }));
    expect(failure).to.be.instanceOf(WebAPIPlatformError).with.nested.property("data.error", "message_not_found");
  });

  it("names itself on auth.test", async () => {
    expect((await clientWith(token).auth.test()).team).to.equal("Rehearsal");
  });

  const refusals: readonly (readonly [string, () => Promise<unknown>, string])[] = [
    ["no token", () => post(clientWith(undefined)), "not_authed"],
    ["a wrong token", () => post(clientWith("xoxb-other")), "invalid_auth"],
    ["an unknown method", () => clientWith(token).apiCall("chat.shout", {}), "unknown_method"],
    ["no channel", () => clientWith(token).chat.postMessage({ channel: "", text: "hello" }), "channel_not_found"],
    ["no text", () => clientWith(token).apiCall("chat.postMessage", { channel: "C1" }), "no_text"],
    [
      "an empty block",
      () => clientWith(token).apiCall("chat.postMessage", { channel: "C1", text: "x", blocks: [{ type: "section" }] }),
      "invalid_blocks",
    ],
    [
      "half of the metadata",
      () => clientWith(token).apiCall("chat.postMessage", { channel: "C1", text: "x", metadata: { event_type: "x" } }),
      "invalid_metadata_format",
    ],
  ];
  for (const [title, call, error] of refusals) {
    it(`refuses ${title} and stores nothing`, async () => {
      expect(await failureOf(call()))
        .to.be.instanceOf(WebAPIPlatformError)
        .with.nested.property("data.error", error);
      expect(slack.messages).to.deep.equal([]);
    });
  }

  const faults: readonly (readonly [Misbehavior, unknown, number])[] = [
    [{ kind: "server-error" }, WebAPIHTTPError, 0],
    [{ kind: "refuse", error: "is_archived" }, WebAPIPlatformError, 0],
    [{ kind: "rate-limit", retryAfterSeconds: 7 }, WebAPIRateLimitedError, 0],
    [{ kind: "hang" }, WebAPIRequestError, 0],
    [{ kind: "slow", milliseconds: 5000 }, WebAPIRequestError, 1],
    [{ kind: "drop-before-storing" }, WebAPIRequestError, 0],
    [{ kind: "drop-after-storing" }, WebAPIRequestError, 1],
    [{ kind: "garbage" }, WebAPIPlatformError, 0],
  ];
  for (const [how, errorClass, stored] of faults) {
    it(`can misbehave: ${how.kind}, with ${stored} stored`, async () => {
      slack.misbehave(how);
      expect(await failureOf(post(clientWith(token, 200)))).to.be.instanceOf(errorClass);
      expect([slack.calls, slack.messages.length]).to.deep.equal([["chat.postMessage"], stored]);
    });
  }

  describe("has a call wait for something", () => {
    const lose = async (): Promise<never> => {
      throw new Error("lost");
    };
    const moments: readonly (readonly [string, Misbehavior, number])[] = [
      ["before it stores the message, and loses the call", { kind: "meanwhile", before: lose }, 0],
      ["after it has stored it, and loses the answer", { kind: "meanwhile", after: lose }, 1],
    ];
    for (const [title, how, stored] of moments) {
      it(title, async () => {
        slack.misbehave(how);
        expect(await failureOf(post(clientWith(token, 200)))).to.be.instanceOf(WebAPIRequestError);
        expect(slack.messages).to.have.lengthOf(stored);
      });
    }

    it("and answers as ever afterwards", async () => {
      const seen: number[] = [];
      const look = async () => seen.push(slack.messages.length);
      slack.misbehave({ kind: "meanwhile", before: look, after: look });
      await post();
      expect(seen).to.deep.equal([0, 1]);
    });
  });

  it("says when the rate limit ends", async () => {
    slack.misbehave({ kind: "rate-limit", retryAfterSeconds: 7 });
    expect(await failureOf(post())).to.have.property("retryAfter", 7);
  });

  it("takes JSON as well as forms", async () => {
    const response = await fetch(`${slack.url}chat.postMessage`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify({ channel: "C1", text: "hello", blocks }),
    });
    expect([((await response.json()) as { ok: boolean }).ok, slack.messages.length]).to.deep.equal([true, 1]);
  });

  it("closes while a call hangs", async () => {
    slack.misbehave({ kind: "hang" });
    const failure = failureOf(post());
    while (slack.calls.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await slack.close();
    expect(await failure).to.be.instanceOf(WebAPIRequestError);
    slack = await startFakeSlack({ token });
  });
});

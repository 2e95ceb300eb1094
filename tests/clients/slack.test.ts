import { expect } from "chai";
import { createSlack, createSlackThreads } from "../../clients/slack";
import type { SlackMessage } from "../../cutover/message";
import { type FakeSlack, startFakeSlack } from "../../rehearsal/slack/fake-slack";

const token = "xoxb-planted-secret-token";
const message: SlackMessage = {
  text: "hello",
  blocks: [{ type: "section", text: { type: "mrkdwn", text: "hello", verbatim: true } }],
  metadata: { event_type: "cutover", event_payload: { id: 7, stack: "shop/staging" } },
};

describe("createSlack", () => {
  let slack: FakeSlack;
  beforeEach(async () => {
    slack = await startFakeSlack({ token });
  });
  afterEach(() => slack.close());

  const post = (changed: { readonly token?: string; readonly signal?: AbortSignal } = {}) =>
    createSlack({ channel: "C1", apiUrl: slack.url, token, ...changed }).post(
      message,
      changed.signal ?? AbortSignal.timeout(60_000),
    );
  const failureOf = (call: Promise<unknown>): Promise<unknown> =>
    call.then(
      () => undefined,
      (error: unknown) => error,
    );

  it("posts text, blocks and metadata to its channel", async () => {
    expect(await post()).to.deep.equal({ kind: "posted" });
    expect(slack.messages.map(({ ts: _ts, ...rest }) => rest)).to.deep.equal([{ channel: "C1", ...message }]);
  });

  it("opens a thread, answers in it, and stores a repeated try once", async () => {
    const client = createSlackThreads({ channel: "C1", apiUrl: slack.url, token });
    const signal = AbortSignal.timeout(60_000);
    const send = (clientMessageId: string, threadTs?: string) =>
      client.postInThread(message, { clientMessageId, threadTs }, signal);
    const first = await send("1");
    const threadTs = first.kind === "posted" ? first.ts : "";

    const answer = await send("2", threadTs);

    expect(await send("2", threadTs)).to.deep.equal(answer);
    expect(slack.messages.map(({ ts, thread_ts, client_msg_id }) => [ts, thread_ts, client_msg_id])).to.deep.equal([
      [threadTs, undefined, "1"],
      [answer.kind === "posted" ? answer.ts : "", threadTs, "2"],
    ]);
    expect(await send("3", "1.1")).to.deep.equal({ kind: "refused", reason: "thread_not_found" });
  });

  it("tells Slack's refusals from an unknown outcome", async () => {
    expect(await post({ token: "xoxb-other" })).to.deep.equal({ kind: "refused", reason: "invalid_auth" });
    slack.misbehave({ kind: "rate-limit", retryAfterSeconds: 30 });
    expect(await post()).to.deep.equal({ kind: "refused", reason: "its rate limit, which ends in 30 s" });
  });

  for (const kind of ["server-error", "garbage", "drop-before-storing", "drop-after-storing"] as const) {
    it(`throws after one try, silently and without the token, on ${kind}`, async () => {
      const written: string[] = [];
      const [stdout, stderr] = [process.stdout.write, process.stderr.write];
      const capture = (chunk: string | Uint8Array): boolean => written.push(String(chunk)) > 0;
      slack.misbehave({ kind });
      [process.stdout.write, process.stderr.write] = [capture, capture];
      const failure = await failureOf(post()).finally(() => {
        [process.stdout.write, process.stderr.write] = [stdout, stderr];
      });
      expect([slack.calls.length, written]).to.deep.equal([1, []]);
      expect(failure).to.be.instanceOf(Error);
      expect(`${String(failure)} ${JSON.stringify(failure)}`).not.to.contain(token);
    });
  }

  it("ends with the signal while Slack hangs", async () => {
    slack.misbehave({ kind: "hang" });
    const start = performance.now();
    expect(await failureOf(post({ signal: AbortSignal.timeout(50) }))).to.be.instanceOf(Error);
    expect(performance.now() - start).to.be.below(1000);
  });
});

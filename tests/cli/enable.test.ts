import { expect } from "chai";
import type { EdgeReply } from "../../cli/ask-edge";
import { exitCodes, type Outcome } from "../../cli/outcome";
import type { StackUpdate } from "../../cli/pulumi-cli";
import { type ReleasePorts, release } from "../../cli/release";
import type { CommandResult } from "../../cli/run-command";
import type { SlackSettings } from "../../clients/slack";
import type { SlackMessage } from "../../cutover/message";
import type { PostResult } from "../../cutover/notify-cutover";
import type { Color } from "../../cutover/plan-weights";
import { findMessageProblem } from "../../rehearsal/slack/block-kit";
import { planPointer } from "../../releases/plan-pointer";
import { bucketName, RehearsedSite, smallBuild } from "../releases/rehearsed-site";
import { CliModel, stopOf } from "./cli-model";

const pointerUrn = "urn:pulumi:staging::switchyard::aws:cloudfront/keyvaluestoreKey:KeyvaluestoreKey::frontend-active";
const ended = (exitCode: number, stdout = ""): CommandResult => ({
  exitCode,
  stdout,
  stderr: "",
  durationMs: 1,
  isInterrupted: false,
});

describe("release enable", () => {
  let site: RehearsedSite;
  let model: CliModel;
  let updates: StackUpdate[];
  /** What the next updates end with, before they do anything; once it is used up they succeed. */
  let failures: (() => Promise<CommandResult> | CommandResult)[];
  let stateValue: string;
  let others: object[];
  let replies: (EdgeReply | Error)[];
  let hasPointer: boolean;
  let configValue: (key: string) => Promise<string>;
  let interruption: AbortController;
  let post: (settings: SlackSettings, message: SlackMessage) => Promise<PostResult>;
  const posted: [SlackSettings, SlackMessage][] = [];

  beforeEach(async () => {
    site = new RehearsedSite();
    await site.start();
    model = new CliModel();
    [updates, failures, others, replies, hasPointer] = [[], [], [], [new Error("ENOTFOUND")], true];
    interruption = new AbortController();
    posted.length = 0;
    configValue = model.ports.pulumi.configValue;
    post = async (...message) => {
      posted.push(message);
      return { kind: "posted" };
    };
    for (const name of ["a", "b"]) await site.deploy(`frontend_${name}`, site.build(smallBuild(name)));
    model.config = withRelease("blue", "frontend_a");
    await site.enable("frontend_a");
    stateValue = wanted();
    site.region.calls.length = 0;
  });
  afterEach(() => site.stop());

  const withRelease = (color: Color, id: string) => {
    const key = `switchyard:${color}`;
    return { ...model.config, [key]: { ...(model.config[key] as object), release: id } };
  };
  const releaseOf = (color: Color) => (model.config[`switchyard:${color}`] as { release?: string }).release;
  const wanted = (): string => {
    const releases = Object.fromEntries(
      (["blue", "green"] as const).flatMap((color) =>
        releaseOf(color) === undefined ? [] : [[color, releaseOf(color)]],
      ),
    );
    const plan = planPointer(model.config["switchyard:activeColor"] as Color, releases);
    return plan.kind === "pointer" ? plan.value : plan.message;
  };
  const live = () => site.pointer.get("active", interruption.signal);
  const put = async (Value: string): Promise<void> => {
    const KvsARN = site.storeArn;
    const IfMatch = site.region.state.keyValueStores.stores[KvsARN]?.etag;
    await site.region.call("cloudfront-keyvaluestore", "PutKey", { KvsARN, Key: "active", Value, IfMatch });
  };

  const preview = (targets: readonly string[]): CommandResult => {
    expect(targets).to.deep.equal([pointerUrn]);
    const isSame = stateValue === wanted();
    const inputs = (value: string) => ({ inputs: { key: "active", value } });
    const step = { op: isSame ? "same" : "update", urn: pointerUrn };
    const states = isSame ? {} : { oldState: inputs(stateValue), newState: inputs(wanted()) };
    return ended(0, JSON.stringify({ steps: [{ ...step, ...states }, ...others] }));
  };
  const update = async (asked: StackUpdate): Promise<CommandResult> => {
    updates.push(asked);
    const failure = failures.shift();
    if (failure !== undefined) return failure();
    stateValue = wanted();
    await put(stateValue);
    return ended(0);
  };
  const state = (): string => {
    const stack = { urn: "urn:pulumi:staging::switchyard::pulumi:pulumi:Stack::s", type: "pulumi:pulumi:Stack" };
    const outputs = { releaseBucket: bucketName, pointerStoreArn: site.storeArn, url: "https://app.example.com" };
    const frontend = { urn: "urn:frontend", type: "switchyard:index:StaticFrontend", outputs };
    const pointer = { urn: pointerUrn, type: "aws:cloudfront/keyvaluestoreKey:KeyvaluestoreKey" };
    return JSON.stringify({ deployment: { resources: [stack, frontend, ...(hasPointer ? [pointer] : [])] } });
  };
  const asked: unknown[] = [];
  const ports = (): ReleasePorts => ({
    ...model.ports,
    pulumi: {
      ...model.ports.pulumi,
      configValue: (key) => configValue(key),
      state: async () => state(),
      preview: async (targets) => preview(targets),
      update,
    },
    signal: interruption.signal,
    connect: () => ({ store: site.store(), pointer: site.pointer }),
    ask: async (...question) => {
      asked.push(question.slice(0, 2));
      const reply = replies.length > 1 ? replies.shift() : replies[0];
      if (reply instanceof Error) throw reply;
      return reply ?? {};
    },
    alone: (action) => action(),
    random: () => 0.5,
    slack: (settings) => ({ post: (message) => post(settings, message) }),
  });
  const enable = (id: string, more: { color?: Color; yes?: boolean } = {}): Promise<Outcome> =>
    release({ action: "enable", id, yes: true, ...more }, ports());
  /** What a refusal must leave as it was. */
  const untouched = async () => [await live(), releaseOf("blue"), releaseOf("green"), updates];
  const asBefore = async () => [await live(), "frontend_a", undefined, []];

  it("sets the config, updates the pointer alone, reads it back and asks the edge", async () => {
    replies = [{ release: "frontend_a" }, { release: "frontend_b" }];
    const before = await live();
    const { exitCode, report, text } = await enable("frontend_b");
    expect({ exitCode, report }).to.deep.equal({
      exitCode: exitCodes.done,
      report: {
        stack: "staging",
        kind: "done",
        release: "frontend_b",
        color: "blue",
        isLive: true,
        from: "frontend_a",
        pointer: { v: 1, c: "blue", r: "frontend_b", x: [] },
        updates: ["frontend-active"],
        requestedBy: "bob",
        probe: { kind: "seen", first: 0.5, all: 1.5 },
        notified: "told",
        seconds: { preview: 0, update: 0, total: 1.5 },
        commit: "git commit -m 'Enable frontend_b on blue of staging' -- Pulumi.staging.yaml",
        rollback: "npm run cli -- release enable frontend_a --color blue --stack staging",
      },
    });
    expect(updates).to.deep.equal([
      {
        targets: [pointerUrn],
        message: "Enable frontend_b on blue of staging, requested by bob",
        variables: { SWITCHYARD_POINTER_BEFORE: before },
      },
    ]);
    expect(asked.at(-1)).to.deep.equal(["https://app.example.com/", undefined]);
    expect([JSON.parse(await live()).r, releaseOf("blue")]).to.deep.equal(["frontend_b", "frontend_b"]);
    expect(text).to.include("edge      answers with it: first after 0.5 s, always after 1.5 s");
    expect(model.said).to.include("  pointer   frontend_a (blue)  ->  frontend_b (blue)");
  });

  it("tells Slack from which release to which, how quickly, and how to go back", async () => {
    replies = [{ release: "frontend_b" }];
    await enable("frontend_b");
    const [[settings, { text, blocks, metadata }]] = posted as [[SlackSettings, SlackMessage]];
    expect(settings).to.deep.equal({ channel: "#releases", token: "secret of switchyard:slackToken" });
    expect(text).to.equal("Frontend confirmed: frontend_a → frontend_b (staging)");
    expect(findMessageProblem(text, blocks)).to.equal(undefined);
    expect(metadata).to.deep.equal({
      event_type: "switchyard_release",
      event_payload: { release: "frontend_b", stack: "switchyard/staging" },
    });
    const shown = JSON.stringify(blocks);
    for (const part of [
      "`frontend_a → frontend_b`",
      "`bob`",
      "`first after 0.0 s, always after 1.0 s`",
      "```npm run cli -- release enable frontend_a --color blue --stack staging```",
    ]) {
      expect(shown).to.include(part);
    }
  });

  it("says to Slack where nobody has seen it at the edge", async () => {
    await enable("frontend_b");
    replies = [{}];
    await enable("frontend_a");
    expect(posted.map(([, { blocks }]) => /\*Edge\*\\n`([^`]*)`/.exec(JSON.stringify(blocks))?.[1])).to.deep.equal([
      "not asked, as nobody answers",
      "not seen within a minute",
    ]);
  });

  for (const [what, how, notified] of [
    [
      "refuses",
      async () => ({ kind: "refused", reason: "channel_not_found" }),
      "not told: Slack refused the message: channel_not_found",
    ],
    ["is down", () => Promise.reject(new Error("ECONNREFUSED")), "unknown: ECONNREFUSED"],
    ["hangs", () => new Promise(() => undefined), "unknown: no answer in time"],
  ] as const) {
    it(`isn't failed, and held up by three seconds at most, by a Slack that ${what}`, async () => {
      post = how as typeof post;
      const startedAt = performance.now();
      const { exitCode, report } = await enable("frontend_b");
      expect(performance.now() - startedAt).to.be.lessThan(4500);
      expect([exitCode, report["notified"]]).to.deep.equal([exitCodes.done, notified]);
    });
  }

  it("tells nobody where no channel or no token is configured, or nothing is new to viewers", async () => {
    configValue = async () => {
      throw new Error("no such key");
    };
    const texts = [(await enable("frontend_b")).report["notified"]];
    configValue = async () => "xoxb";
    texts.push((await enable("frontend_b", { color: "green" })).report["notified"]);
    model.config["switchyard:slackChannel"] = "";
    texts.push((await enable("frontend_a")).report["notified"]);
    expect(texts).to.deep.equal([
      "not told: there is no slackToken",
      "nobody, as viewers get nothing new",
      "nobody, no channel is configured",
    ]);
    expect(posted).to.deep.equal([]);
  });

  it("goes back with one write of the pointer, and none to the bucket, again and again", async () => {
    await enable("frontend_b");
    for (const id of ["frontend_a", "frontend_b", "frontend_a"]) {
      site.region.calls.length = 0;
      await enable(id);
      expect(JSON.parse(await live()).r).to.equal(id);
      const writes = site.region.calls.filter(({ operation }) => /^(Put|Copy|Delete|Update)/.test(operation));
      expect(writes.map(({ service, operation }) => `${service}:${operation}`)).to.deep.equal([
        "cloudfront-keyvaluestore:PutKey",
      ]);
    }
  });

  it("makes a standby's release one that testers can ask for", async () => {
    await enable("frontend_b", { color: "green" });
    expect(JSON.parse(await live())).to.deep.equal({ v: 1, c: "blue", r: "frontend_a", x: ["frontend_b"] });
    expect(asked.at(-1)).to.deep.equal(["https://app.example.com/", "__release=frontend_b"]);
    expect(model.said).to.include("  viewers   nothing changes; testers get it with the cookie __release=frontend_b");
  });

  it("asks for the version file of a release that has one", async () => {
    await site.deploy("frontend_c", site.build({ ...smallBuild("c"), "version.json": "{}" }));
    await enable("frontend_c");
    expect(asked.at(-1)).to.deep.equal(["https://app.example.com/version.json", undefined]);
  });

  it("goes back to the page that comes with the stack", async () => {
    await enable("fallback");
    expect([JSON.parse(await live()).r, releaseOf("blue")]).to.deep.equal(["fallback", "fallback"]);
  });

  it("has nothing to do where the colour has it", async () => {
    expect((await enable("frontend_a")).report).to.deep.equal({
      stack: "staging",
      kind: "nothing-to-do",
      release: "frontend_a",
      color: "blue",
    });
    expect(updates).to.deep.equal([]);
  });

  it("brings the config up to what CloudFront has already", async () => {
    await put('{"v":1,"c":"blue","r":"frontend_b","x":[]}');
    stateValue = await live();
    const { report } = await enable("frontend_b");
    expect(report).to.deep.include({ kind: "done", updates: [] });
    expect([updates, releaseOf("blue")]).to.deep.equal([[], "frontend_b"]);
  });

  const refusals: readonly (readonly [string, () => Promise<Outcome>, number, string, string])[] = [
    ["a name that no release has", () => enable("../meta"), 2, "not-a-release", 'Got the release "../meta".'],
    ["a release that isn't there", () => enable("frontend_x"), 3, "no-such-release", "There is no release frontend_x."],
    [
      "an answer that is no",
      () => {
        model.answer = false;
        return enable("frontend_b", { yes: false });
      },
      3,
      "declined",
      "Declined",
    ],
    [
      "a preview that shows more than the pointer",
      () => {
        others = [{ op: "update", urn: "urn:pulumi:s::p::t::web-blue" }];
        return enable("frontend_b");
      },
      3,
      "not-allowed",
      "more than a switch of releases",
    ],
    [
      "a pointer that Pulumi knows otherwise",
      () => {
        stateValue = '{"v":1,"c":"blue","r":"frontend_c","x":[]}';
        return enable("frontend_b");
      },
      3,
      "not-allowed",
      "active changed to",
    ],
    [
      "a state that has it already, unlike CloudFront",
      () => {
        stateValue = '{"v":1,"c":"blue","r":"frontend_b","x":[]}';
        return enable("frontend_b");
      },
      3,
      "state-differs",
      "run pulumi refresh",
    ],
    [
      "a state without a pointer",
      () => {
        hasPointer = false;
        return enable("frontend_b");
      },
      3,
      "not-in-state",
      "pulumi up",
    ],
  ];
  for (const [what, run, exitCode, reason, text] of refusals) {
    it(`refuses ${what}, and leaves config and pointer as they were`, async () => {
      const stop = await stopOf(run());
      expect([stop.exitCode, stop.reason]).to.deep.equal([exitCode, reason]);
      expect(stop.message).to.include(text);
      expect(await untouched()).to.deep.equal(await asBefore());
    });
  }

  it("refuses a release of which something is missing, and names all of it", async () => {
    for (const Key of ["pool/assets/app-b.js", "releases/frontend_b/index.html"]) {
      await site.region.call("s3", "DeleteObject", { Bucket: bucketName, Key });
    }
    const stop = await stopOf(enable("frontend_b"));
    expect([stop.exitCode, stop.reason, stop.message]).to.deep.equal([
      exitCodes.refused,
      "incomplete",
      "The release frontend_b is not complete:\n  pool/assets/app-b.js is missing\n  releases/frontend_b/index.html is missing\n" +
        "  Deploy it again.\nNothing was changed.",
    ]);
    expect(await untouched()).to.deep.equal(await asBefore());
  });

  it("refuses while a collection deletes old releases", async () => {
    const Body = JSON.stringify({ since: new Date(model.ports.clock.now()).toISOString() });
    await site.region.call("s3", "PutObject", { Bucket: bucketName, Key: "meta/collecting.json", Body });
    const stop = await stopOf(enable("frontend_b"));
    expect([stop.exitCode, stop.reason]).to.deep.equal([exitCodes.refused, "collecting"]);
    expect(await untouched()).to.deep.equal(await asBefore());
  });

  it("says at once how to go back where a collection came in between", async () => {
    failures = [
      async () => {
        await site.region.call("s3", "DeleteObject", { Bucket: bucketName, Key: "meta/frontend_b.json" });
        await put(wanted());
        return ended(0);
      },
    ];
    const stop = await stopOf(enable("frontend_b"));
    expect([stop.exitCode, stop.reason, stop.message]).to.deep.equal([
      exitCodes.failed,
      "collected",
      "frontend_b was enabled, but is not complete any more: a collection was deleting it. " +
        "Go back at once: npm run cli -- release enable frontend_a --color blue",
    ]);
  });

  it("goes back to 3,500 files as quickly as to three", async () => {
    const chunks = Array.from({ length: 3497 }, (_, index) => [`assets/chunk-${index}.js`, `${index}`]);
    await site.deploy("frontend_large", site.build({ ...smallBuild("large"), ...Object.fromEntries(chunks) }));
    site.region.calls.length = 0;
    const startedAt = performance.now();
    await enable("frontend_large");
    expect(performance.now() - startedAt).to.be.lessThan(5000);
    const reads = site.region.calls.filter(({ service }) => service === "s3").map(({ operation }) => operation);
    expect(new Set(reads)).to.deep.equal(new Set(["GetObject", "ListObjectsV2"]));
    // Before, right before and after the write: a manifest, four pages of the pool and one of the release; once the lock.
    expect(reads.length).to.equal(3 * 6 + 1);
    const writes = site.region.calls.filter(({ operation }) => /^(Put|Copy|Delete|Update)/.test(operation));
    expect(writes.map(({ operation }) => operation)).to.deep.equal(["PutKey"]);
  }).timeout(30_000);

  it("refuses a release whose deploy hasn't ended", async () => {
    const manifest = (await site.text("meta/frontend_b.json")) ?? "";
    const Body = manifest.replace('"ready"', '"pending"');
    await site.region.call("s3", "PutObject", { Bucket: bucketName, Key: "meta/frontend_b.json", Body });
    const stop = await stopOf(enable("frontend_b"));
    expect([stop.exitCode, stop.reason]).to.deep.equal([exitCodes.refused, "pending"]);
    expect(await untouched()).to.deep.equal(await asBefore());
  });

  it("stops where the live release can't be read", async () => {
    site.region.faults.plant({
      service: "cloudfront-keyvaluestore",
      operation: "GetKey",
      effect: { kind: "error", code: "AccessDeniedException", statusCode: 403 },
      times: 1,
    });
    const stop = await stopOf(enable("frontend_b"));
    expect([stop.exitCode, stop.reason]).to.deep.equal([exitCodes.failed, "pointer-unreadable"]);
    expect(await untouched()).to.deep.equal(await asBefore());
  });

  it("tells the loser of two that another update is running", async () => {
    failures = [() => ended(255, "error: the stack is currently locked by 1 lock(s).\n")];
    const stop = await stopOf(enable("frontend_b"));
    expect([stop.exitCode, stop.reason]).to.deep.equal([exitCodes.refused, "update-running"]);
    expect(stop.message).to.include("error: the stack is currently locked by 1 lock(s).");
    expect([JSON.parse(await live()).r, releaseOf("blue")]).to.deep.equal(["frontend_a", "frontend_a"]);
  });

  it("tells the loser of two what active has changed to", async () => {
    failures = [
      async () => {
        await put('{"v":1,"c":"blue","r":"frontend_c","x":[]}');
        return ended(255, 'error: before hook "guard-pointer" failed: active changed to frontend_c (blue)');
      },
    ];
    const stop = await stopOf(enable("frontend_b"));
    expect([stop.exitCode, stop.reason]).to.deep.equal([exitCodes.refused, "active-changed"]);
    expect(stop.message).to.match(/^active changed to frontend_c \(blue\) while/);
    expect([JSON.parse(await live()).r, releaseOf("blue")]).to.deep.equal(["frontend_c", "frontend_a"]);
  });

  for (const conflict of [
    "ConflictException: The ETag isn't the current one",
    "ValidationException: Pre-Condition failed",
  ]) {
    it(`tries again after ${conflict}, with pauses that grow`, async () => {
      failures = Array(3).fill(() => ended(255, `error: PutKey: ${conflict}`));
      const { report } = await enable("frontend_b");
      expect(updates.length).to.equal(4);
      // Half of 200, 400 and 800 ms, and of the rest nothing: nobody answers at the edge for 2 s.
      expect((report["seconds"] as { update: number }).update).to.be.closeTo(0.7, 0.001);
      expect(JSON.parse(await live()).r).to.equal("frontend_b");
    });
  }

  it("is completed by two commands after it was killed before the update", async () => {
    model.config = withRelease("blue", "frontend_b");
    const stop = await stopOf(enable("frontend_b"));
    expect([stop.exitCode, stop.reason]).to.deep.equal([exitCodes.refused, "active-changed"]);
    expect((await enable("frontend_a")).report).to.deep.include({ kind: "done", updates: [] });
    expect((await enable("frontend_b")).report).to.deep.include({ kind: "done", updates: ["frontend-active"] });
  });

  it("gives up after five updates, and sets the config back", async () => {
    failures = Array(9).fill(() => ended(255, "error: Pre-Condition failed"));
    const stop = await stopOf(enable("frontend_b"));
    expect([stop.exitCode, stop.reason, updates.length]).to.deep.equal([exitCodes.refused, "in-the-way", 5]);
    expect(releaseOf("blue")).to.equal("frontend_a");
  });

  it("sets the config back after Ctrl-C, and ends with 130", async () => {
    failures = [
      () => {
        interruption.abort(new Error("interrupted"));
        return ended(-1);
      },
    ];
    const stop = await stopOf(enable("frontend_b"));
    expect([stop.exitCode, stop.reason]).to.deep.equal([exitCodes.interrupted, "update-refused"]);
    expect(releaseOf("blue")).to.equal("frontend_a");
  });

  it("keeps the config where CloudFront has the pointer though the update failed", async () => {
    failures = [
      async () => {
        await put(wanted());
        return ended(255, "error: the state could not be saved");
      },
    ];
    const stop = await stopOf(enable("frontend_b"));
    expect([stop.exitCode, stop.reason]).to.deep.equal([exitCodes.failed, "halfway"]);
    expect(releaseOf("blue")).to.equal("frontend_b");
    expect((await enable("frontend_b")).report).to.include({ kind: "nothing-to-do" });
  });

  it("keeps the config where nobody says how far a failed update came", async () => {
    failures = [
      () => {
        silence();
        return ended(255);
      },
    ];
    const stop = await stopOf(enable("frontend_b"));
    expect([stop.exitCode, stop.reason]).to.deep.equal([exitCodes.failed, "unknown"]);
    expect(releaseOf("blue")).to.equal("frontend_b");
  });

  it("fails where CloudFront says something else after an update that succeeded", async () => {
    failures = [() => ended(0)];
    const stop = await stopOf(enable("frontend_b"));
    expect([stop.exitCode, stop.reason]).to.deep.equal([exitCodes.failed, "not-read-back"]);
    expect(stop.message).to.include("active changed to frontend_a (blue); it should be frontend_b (blue)");
  });

  it("fails where CloudFront says nothing after an update that succeeded", async () => {
    failures = [
      () => {
        silence();
        return ended(0);
      },
    ];
    const silent = await stopOf(enable("frontend_b"));
    expect([silent.reason, silent.exitCode]).to.deep.equal(["not-read-back", exitCodes.failed]);
    expect(silent.message).to.include("CloudFront doesn't say what is live");
  });

  const silence = (): void => {
    site.region.faults.plant({
      service: "cloudfront-keyvaluestore",
      operation: "GetKey",
      effect: { kind: "error", code: "AccessDeniedException", statusCode: 403 },
    });
  };
});

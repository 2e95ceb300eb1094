import { expect } from "chai";
import type { GateSubject } from "../../cutover/gate-facts";
import { judgeBeforeFlip } from "../../cutover/judge-before-flip";
import type { Judged } from "../../cutover/pass-gate";
import { planWeights } from "../../cutover/plan-weights";

const beforeFlip = { command: ["migrate", "up"], timeoutSeconds: 60, logGroup: "web-logs" };
const subjectOf = (service: string, more: Partial<GateSubject> = { beforeFlip }): GateSubject => ({
  service,
  ruleArn: `arn:${service}`,
  groupArns: { blue: "arn:blue", green: "arn:green" },
  ecsServices: { blue: `${service}-blue`, green: `${service}-green` },
  images: { blue: "x:1", green: "x:2" },
  floor: 1,
  activeBefore: "blue",
  known: planWeights("blue", 0),
  wanted: planWeights("green", 0),
  ...more,
});
const ready: Judged = { gaining: "green", verdict: { kind: "pass", ready: 1, required: 1, isUrgent: false } };
const unready: Judged = {
  gaining: "green",
  verdict: { kind: "refuse", reasons: [{ kind: "no-targets" }], isTransient: false, isUrgent: false },
};

interface Scene {
  readonly services?: Readonly<Record<string, Judged>>;
  readonly subjects?: readonly GateSubject[];
  readonly exitCodes?: Readonly<Record<string, number>>;
  readonly isPreview?: boolean;
  readonly failure?: Error;
}

/** The verdicts' kinds or reasons, the services whose task ran, and what was warned of. */
const judge = async ({
  services = { web: ready },
  subjects = [subjectOf("web")],
  exitCodes = {},
  isPreview = false,
  failure,
}: Scene) => {
  const ran: string[] = [];
  const warnings: string[] = [];
  let note = "{}";
  const judgement = await judgeBeforeFlip(new Map(Object.entries(services)), subjects, {
    names: { project: "shop", stack: "test", cluster: "arn:cluster" },
    isPreview,
    warn: (line) => warnings.push(line),
    clock: { now: () => 1_000, sleep: async () => undefined, after: () => new AbortController().signal },
    tasks: {
      readNote: async () => {
        if (failure !== undefined) throw failure;
        return note;
      },
      writeNote: async (value) => {
        note = value;
      },
      source: async () => ({ taskDefinition: "arn:web:1", placementConstraints: [] }),
      list: async ({ startedBy }) => {
        const service = startedBy.split("/")[1] ?? "";
        return ran.includes(service)
          ? [{ arn: service, lastStatus: "STOPPED", exitCode: exitCodes[service] ?? 0 }]
          : [];
      },
      run: async ({ container }) => {
        ran.push(container);
        return { kind: "started", arn: container };
      },
    },
  });
  const verdicts = [...judgement].map(([service, { verdict }]) => [
    service,
    verdict.kind === "refuse" ? verdict.reasons : verdict.kind,
  ]);
  return { verdicts: Object.fromEntries(verdicts), ran, warnings };
};

describe("judgeBeforeFlip", () => {
  it("lets a service move whose task succeeds", async () => {
    expect(await judge({})).to.deep.equal({ verdicts: { web: "pass" }, ran: ["web"], warnings: [] });
  });

  it("refuses a service whose task fails, and tells where it was logged", async () => {
    const { verdicts } = await judge({ exitCodes: { web: 3 } });
    expect(verdicts).to.deep.equal({
      web: [{ kind: "before-flip-failed", exitCode: 3, task: "web", command: "migrate up", logGroup: "web-logs" }],
    });
  });

  it("runs nothing while any service isn't ready", async () => {
    const subjects = [subjectOf("web"), subjectOf("api")];
    const { verdicts, ran } = await judge({ services: { web: ready, api: unready }, subjects });
    expect([verdicts["web"], ran]).to.deep.equal(["pass", []]);
  });

  it("runs the tasks of all services, one after the other", async () => {
    const subjects = [subjectOf("web"), subjectOf("api"), subjectOf("mail", {})];
    const services = { web: ready, api: ready, mail: ready };
    const { ran, verdicts } = await judge({ services, subjects, exitCodes: { api: 1 } });
    expect(ran).to.deep.equal(["web", "api"]);
    expect([verdicts["web"], verdicts["mail"]]).to.deep.equal(["pass", "pass"]);
    expect(verdicts["api"]).to.have.nested.property("[0].kind", "before-flip-failed");
  });

  for (const [what, judged] of [
    ["gains nothing", { gaining: undefined, verdict: { kind: "nothing-gains" } }],
    [
      "takes a ramp back, or has no healthy active target",
      { ...ready, verdict: { kind: "pass", ready: 1, required: 1, isUrgent: true } },
    ],
    [
      "takes over for want of an active target",
      { ...ready, verdict: { kind: "pass-for-want-of-active", healthy: 1, unmet: [], isUrgent: true } },
    ],
  ] as const satisfies readonly (readonly [string, Judged])[]) {
    it(`runs nothing for a service that ${what}`, async () => {
      const { ran, verdicts } = await judge({ services: { web: judged } });
      expect([ran, verdicts["web"]]).to.deep.equal([[], judged.verdict.kind]);
    });
  }

  it("runs nothing for a service that wasn't judged", async () => {
    expect((await judge({ services: {} })).ran).to.deep.equal([]);
  });

  it("runs nothing in a preview, and says that an update would", async () => {
    expect(await judge({ isPreview: true })).to.deep.equal({
      verdicts: { web: "pass" },
      ran: [],
      warnings: ["web: an update would first run migrate up with x:2, and lead requests to green only if it succeeds."],
    });
  });

  for (const [name, kind] of [
    ["ThrottlingException", "api-throttled"],
    ["ParameterNotFound", "api-silent"],
  ] as const) {
    it(`refuses with ${kind} where AWS answers with ${name}`, async () => {
      const failure = Object.assign(new Error("no"), { name });
      expect((await judge({ failure })).verdicts).to.deep.equal({
        web: [{ kind, operation: "the task before the flip", problem: "no" }],
      });
    });
  }
});

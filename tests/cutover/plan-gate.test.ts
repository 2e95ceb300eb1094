import { expect } from "chai";
import fc from "fast-check";
import { type GateFacts, type GatePlan, type GateTarget, planGate } from "../../cutover/plan-gate";

const digest = (digit: string): string => `sha256:${digit.repeat(64)}`;
const image = `registry.example/web@${digest("1")}`;
const other = `registry.example/web@${digest("2")}`;

const healthy: GateTarget = {
  instanceId: "i-1",
  health: "healthy",
  isLeaving: false,
  container: { image, digest: digest("1") },
};

const times = (count: number, target: GateTarget): readonly GateTarget[] => Array.from({ length: count }, () => target);

const service = { name: "web-green", desired: 2, running: 2, deployments: 1, rolloutState: "COMPLETED" };

/** A standby with two ready targets, as many as the active colour has. */
const facts = (changes: Partial<GateFacts> = {}): GateFacts => ({
  isReturn: false,
  floor: 1,
  image,
  targets: times(2, healthy),
  service,
  active: { healthy: 2, desired: 2 },
  silent: [],
  ...changes,
});

const required = (total: number, rest: object = {}) => ({
  total,
  activeHealthy: 2,
  activeDesired: 2,
  floor: 1,
  ...rest,
});
const tooFew = (ready: number, rest = required(2)) => ({ kind: "too-few-ready", ready, required: rest });
const refuse = (reasons: readonly object[], isTransient = false) => ({ kind: "refuse", reasons, isTransient });

const expectPlan = (changes: Partial<GateFacts>, plan: object): void => {
  expect(planGate(facts(changes))).to.deep.equal(plan);
};

describe("planGate", () => {
  it("passes with as many ready targets as the active colour has", () => {
    expectPlan({}, { kind: "pass", ready: 2, required: 2 });
  });

  describe("counts as required the most of", () => {
    const cases: readonly (readonly [string, Partial<GateFacts>, object])[] = [
      ["the active colour's healthy targets", { active: { healthy: 3, desired: 2 } }, { total: 3, activeHealthy: 3 }],
      [
        "the active colour's desired tasks",
        { active: { healthy: 1, desired: 4 } },
        { total: 4, activeHealthy: 1, activeDesired: 4 },
      ],
      ["the configured floor", { floor: 5 }, { total: 5, floor: 5 }],
    ];
    for (const [title, changes, rest] of cases) {
      it(title, () => {
        expectPlan(changes, refuse([tooFew(2, required(0, rest))]));
      });
    }
  });

  describe("refuses", () => {
    const one = [healthy];
    const cases: readonly (readonly [string, Partial<GateFacts>, object])[] = [
      ["an empty group", { targets: [] }, refuse([{ kind: "no-targets" }])],
      [
        "an empty group of a colour that is being deployed, for now",
        { targets: [], service: { ...service, running: 0, rolloutState: "IN_PROGRESS" } },
        refuse(
          [
            { kind: "no-targets" },
            { kind: "deployment-in-progress", name: "web-green", desired: 2, running: 0, deployments: 1 },
          ],
          true,
        ),
      ],
      [
        "targets of a group that no rule names",
        { targets: times(2, { ...healthy, health: "unused" }) },
        refuse([tooFew(0), { kind: "unattached", count: 2 }]),
      ],
      [
        "targets that have not been checked, for now",
        { targets: times(2, { ...healthy, health: "initial" }) },
        refuse([tooFew(0), { kind: "starting", count: 2 }], true),
      ],
      [
        "unhealthy targets",
        { targets: times(2, { ...healthy, health: "unhealthy" }) },
        refuse([tooFew(0), { kind: "unhealthy", count: 2 }]),
      ],
      [
        "targets that are being taken out",
        { targets: [...one, { ...healthy, health: "draining" }] },
        refuse([tooFew(1), { kind: "unhealthy", count: 1 }]),
      ],
      [
        "targets on instances that go",
        { targets: [...one, { ...healthy, instanceId: "i-2", isLeaving: true }] },
        refuse([tooFew(1), { kind: "leaving", count: 1, instanceIds: ["i-2"] }]),
      ],
      [
        "healthy targets that are no tasks",
        { targets: [...one, { instanceId: "i-3", health: "healthy", isLeaving: false }] },
        refuse([tooFew(1), { kind: "unknown-targets", count: 1 }]),
      ],
      [
        "another digest than the declared one, even besides enough that are right",
        { targets: [...times(2, healthy), { ...healthy, container: { image, digest: digest("2") } }] },
        refuse([{ kind: "other-image", count: 1, running: [digest("2")], declared: image }]),
      ],
      [
        "another image while no digest is told",
        { targets: times(2, { ...healthy, container: { image: other } }) },
        refuse([tooFew(0), { kind: "other-image", count: 2, running: [other], declared: image }]),
      ],
      [
        "several images behind one tag",
        {
          image: "web:1",
          targets: ["1", "2"].map((digit) => ({ ...healthy, container: { image: "web:1", digest: digest(digit) } })),
        },
        refuse([{ kind: "mixed-digests", digests: [digest("1"), digest("2")] }]),
      ],
      ["a colour without an active service", { service: undefined }, refuse([{ kind: "service-missing" }])],
      [
        "a deployment in progress",
        { service: { ...service, rolloutState: "IN_PROGRESS" } },
        refuse([{ kind: "deployment-in-progress", name: "web-green", desired: 2, running: 2, deployments: 1 }], true),
      ],
      [
        "a deployment whose predecessor still has tasks",
        { service: { ...service, deployments: 2 } },
        refuse([{ kind: "deployment-in-progress", name: "web-green", desired: 2, running: 2, deployments: 2 }], true),
      ],
      [
        "a failed deployment",
        { service: { ...service, rolloutState: "FAILED" } },
        refuse([{ kind: "deployment-failed", name: "web-green" }]),
      ],
      [
        "a throttled question, whatever the other answers were",
        { silent: [{ operation: "DescribeTargetHealth", isThrottled: true, problem: "Rate exceeded" }] },
        refuse([{ kind: "api-throttled", operation: "DescribeTargetHealth", problem: "Rate exceeded" }]),
      ],
      [
        "a question without an answer",
        { silent: [{ operation: "DescribeServices", isThrottled: false, problem: "no answer in time" }] },
        refuse([{ kind: "api-silent", operation: "DescribeServices", problem: "no answer in time" }]),
      ],
    ];
    for (const [title, changes, plan] of cases) {
      it(title, () => {
        expectPlan(changes, plan);
      });
    }

    it("a colour without a healthy target, even where nothing at all is required", () => {
      expectPlan(
        { floor: 0, active: { healthy: 0, desired: 0 }, targets: [{ ...healthy, health: "unhealthy" }] },
        refuse([
          tooFew(0, { total: 1, activeHealthy: 0, activeDesired: 0, floor: 0 }),
          { kind: "unhealthy", count: 1 },
        ]),
      );
    });

    it("names every reason at once", () => {
      const targets = [
        healthy,
        { ...healthy, health: "initial" },
        { ...healthy, health: "unhealthy" },
        { ...healthy, isLeaving: true },
      ];
      expectPlan(
        { targets, service: { ...service, running: 3, deployments: 2 } },
        refuse([
          tooFew(1),
          { kind: "starting", count: 1 },
          { kind: "unhealthy", count: 1 },
          { kind: "leaving", count: 1, instanceIds: ["i-1"] },
          { kind: "deployment-in-progress", name: "web-green", desired: 2, running: 3, deployments: 2 },
        ]),
      );
    });
  });

  it("knows an image by its digest, under whatever name the registry is reached", () => {
    const mirrored = { image: "mirror.example/web:latest", digest: digest("1") };
    expectPlan({ targets: times(2, { ...healthy, container: mirrored }) }, { kind: "pass", ready: 2, required: 2 });
  });

  it("takes a tag at its word", () => {
    const tagged = { image: "web:1", digest: digest("5") };
    expectPlan(
      { image: "web:1", targets: times(2, { ...healthy, container: tagged }) },
      { kind: "pass", ready: 2, required: 2 },
    );
  });

  describe("with no healthy active target left", () => {
    const active = { healthy: 0, desired: 2 };

    it("passes with any healthy target and says what it would have refused", () => {
      const targets = [
        { ...healthy, isLeaving: true },
        { ...healthy, health: "unhealthy" },
      ];
      expectPlan(
        { active, targets, service: undefined },
        {
          kind: "pass-for-want-of-active",
          healthy: 1,
          unmet: [
            tooFew(0, required(2, { activeHealthy: 0 })),
            { kind: "unhealthy", count: 1 },
            { kind: "leaving", count: 1, instanceIds: ["i-1"] },
            { kind: "service-missing" },
          ],
        },
      );
    });

    it("passes as ever where nothing is missing", () => {
      expectPlan({ active }, { kind: "pass", ready: 2, required: 2 });
    });

    it("still refuses an empty group, and one without a healthy target", () => {
      const unhealthy = times(2, { ...healthy, health: "unhealthy" });
      expectPlan({ active, targets: [] }, refuse([{ kind: "no-targets" }]));
      expectPlan(
        { active, targets: unhealthy },
        refuse([tooFew(0, required(2, { activeHealthy: 0 })), { kind: "unhealthy", count: 2 }]),
      );
    });
  });

  describe("when the active colour gets back what a ramp took", () => {
    const isReturn = true;

    it("passes with one healthy target, whatever else is wrong", () => {
      const targets = [{ instanceId: "i-1", health: "healthy", isLeaving: false }];
      expectPlan({ isReturn, targets, service: undefined, floor: 9 }, { kind: "pass", ready: 1, required: 1 });
    });

    it("refuses without any", () => {
      const one = { total: 1, activeHealthy: 0, activeDesired: 0, floor: 1 };
      expectPlan(
        { isReturn, targets: [{ ...healthy, health: "unhealthy" }], active: { healthy: 0, desired: 0 } },
        refuse([tooFew(0, one), { kind: "unhealthy", count: 1 }]),
      );
      expectPlan({ isReturn, targets: [] }, refuse([{ kind: "no-targets" }]));
    });
  });

  const target = fc.record({
    instanceId: fc.constantFrom("i-1", "i-2"),
    health: fc.constantFrom("healthy", "unhealthy", "initial", "unused", "draining"),
    isLeaving: fc.boolean(),
    container: fc.constantFrom({ image, digest: digest("1") }, { image: other }),
  });
  const anyFacts = fc.record({
    isReturn: fc.boolean(),
    floor: fc.nat(3),
    image: fc.constant(image),
    targets: fc.array(target, { maxLength: 6 }),
    service: fc.constantFrom(undefined, service, { ...service, deployments: 2 }),
    active: fc.record({ healthy: fc.nat(4), desired: fc.nat(4) }),
    silent: fc.constantFrom([], [{ operation: "DescribeServices", isThrottled: true, problem: "x" }]),
  });
  const passes = ({ kind }: GatePlan): boolean => kind !== "refuse";
  const count = (targets: readonly GateTarget[]): number => targets.filter(({ health }) => health === "healthy").length;

  it("never passes without a healthy target, nor while AWS is silent", () => {
    fc.assert(
      fc.property(anyFacts, (some) => {
        if (passes(planGate(some))) expect([count(some.targets) > 0, some.silent]).to.deep.equal([true, []]);
      }),
    );
  });

  it("never passes with fewer healthy targets than a healthy active colour has", () => {
    fc.assert(
      fc.property(anyFacts, (some) => {
        if (some.isReturn || some.active.healthy === 0 || !passes(planGate(some))) return;
        expect(count(some.targets)).to.be.at.least(Math.max(some.active.healthy, some.active.desired, some.floor));
      }),
    );
  });
});

import { expect } from "chai";
import fc from "fast-check";
import { type Place, planPlacement, type Requirement } from "../../../../rehearsal/region/ecs/plan-placement";

const place = (containerInstanceArn: string, change: Partial<Place> = {}): Place => ({
  containerInstanceArn,
  cpu: 1024,
  memory: 2048,
  isMember: true,
  tasksOfService: 0,
  fields: { zone: "a" },
  ...change,
});

const requirement = (change: Partial<Requirement> = {}): Requirement => ({
  cpu: 256,
  memory: 512,
  isDistinctInstance: false,
  steps: [],
  random: 0,
  ...change,
});

const placed = (containerInstanceArn: string) => ({ kind: "placed", containerInstanceArn });

describe("planPlacement", () => {
  it("binpacks onto the instance with the least of the resource left that still fits", () => {
    const places = [place("roomy"), place("tight", { memory: 600 }), place("full", { memory: 500 })];
    const steps = [{ kind: "binpack", field: "memory" }] as const;

    expect(planPlacement(places, requirement({ steps }))).to.deep.equal(placed("tight"));
  });

  it("binpacks by CPU when asked to, whatever the memory", () => {
    const places = [place("tight in memory", { memory: 600 }), place("tight in CPU", { cpu: 300 })];
    const steps = [{ kind: "binpack", field: "cpu" }] as const;

    expect(planPlacement(places, requirement({ steps }))).to.deep.equal(placed("tight in CPU"));
  });

  it("spreads over the value with the fewest tasks of the service and lets the next strategy decide within it", () => {
    const places = [
      place("a1", { tasksOfService: 1 }),
      place("b1", { fields: { zone: "b" } }),
      place("b2", { fields: { zone: "b" }, memory: 700 }),
    ];
    const steps = [
      { kind: "spread", field: "zone" },
      { kind: "binpack", field: "memory" },
    ] as const;

    expect(planPlacement(places, requirement({ steps }))).to.deep.equal(placed("b2"));
  });

  it("counts the tasks of a zone's full instances too", () => {
    const places = [
      place("a1", { tasksOfService: 3, cpu: 0 }),
      place("a2"),
      place("b1", { fields: { zone: "b" }, tasksOfService: 1 }),
    ];
    const steps = [{ kind: "spread", field: "zone" }] as const;

    expect(planPlacement(places, requirement({ steps }))).to.deep.equal(placed("b1"));
  });

  it("lets chance decide between equals", () => {
    const places = [place("1"), place("2"), place("3")];
    const choices = [0, 0.4, 0.99].map((random) => planPlacement(places, requirement({ random })));

    expect(choices).to.deep.equal([placed("1"), placed("2"), placed("3")]);
  });

  const refusals = [
    ["no-container-instances", [], {}, undefined],
    ["missing-attribute", [place("1", { isMember: false })], {}, "1"],
    ["not-distinct", [place("1", { tasksOfService: 1 })], { isDistinctInstance: true }, "1"],
    ["insufficient-memory", [place("1", { memory: 511 })], {}, "1"],
    ["insufficient-cpu", [place("1", { cpu: 255 })], {}, "1"],
    ["insufficient-cpu", [place("1", { isMember: false }), place("2", { cpu: 0 })], {}, "2"],
  ] as const;
  for (const [reason, places, change, closest] of refusals) {
    it(`says ${reason} of ${places.length} instances, the closest of them being ${closest}`, () => {
      expect(planPlacement(places, requirement(change))).to.deep.equal({ kind: "unplaceable", reason, closest });
    });
  }

  it("places exactly what fits", () => {
    expect(planPlacement([place("1", { cpu: 256, memory: 512 })], requirement())).to.deep.equal(placed("1"));
  });

  it("never chooses an instance that lacks CPU, memory or an attribute", () => {
    const places = fc.array(
      fc.record({ cpu: fc.nat(1024), memory: fc.nat(1024), isMember: fc.boolean(), tasksOfService: fc.nat(3) }),
      { maxLength: 6 },
    );
    const steps = fc.constantFrom(
      [],
      [{ kind: "spread", field: "zone" } as const],
      [{ kind: "binpack", field: "cpu" } as const],
      [{ kind: "random" } as const],
    );
    fc.assert(
      fc.property(places, steps, fc.boolean(), (facts, chosenSteps, isDistinctInstance) => {
        const all = facts.map((fact, index) => place(String(index), fact));
        const needs = requirement({ steps: chosenSteps, isDistinctInstance });
        const result = planPlacement(all, needs);
        const fitting = all.filter(
          ({ cpu, memory, isMember, tasksOfService }) =>
            cpu >= 256 && memory >= 512 && isMember && !(isDistinctInstance && tasksOfService > 0),
        );
        expect(result.kind).to.equal(fitting.length > 0 ? "placed" : "unplaceable");
        if (result.kind === "placed") {
          expect(fitting.map(({ containerInstanceArn }) => containerInstanceArn)).to.include(
            result.containerInstanceArn,
          );
        }
      }),
    );
  });
});

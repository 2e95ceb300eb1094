import { expect } from "chai";
import { reservationOf } from "../../../../rehearsal/region/ecs/place-task";

describe("reservationOf", () => {
  const cases = [
    [
      "the container's CPU and hard limit",
      { containerDefinitions: [{ cpu: 128, memory: 256 }] },
      { cpu: 128, memory: 256 },
    ],
    [
      "the soft memory limit before the hard one",
      { containerDefinitions: [{ cpu: 128, memory: 512, memoryReservation: 100 }] },
      { cpu: 128, memory: 100 },
    ],
    [
      "the task's size before its containers'",
      { cpu: "1024", memory: "2048", containerDefinitions: [{ cpu: 128, memory: 256 }] },
      { cpu: 1024, memory: 2048 },
    ],
    ["no CPU where none is named", { containerDefinitions: [{ memory: 256 }] }, { cpu: 0, memory: 256 }],
  ] as const;
  for (const [what, definition, reservation] of cases) {
    it(`takes ${what}`, () => {
      const containerDefinitions = definition.containerDefinitions.map((container) => ({ ...container }));
      expect(reservationOf({ ...definition, containerDefinitions })).to.deep.equal(reservation);
    });
  }
});

import type { Color } from "../../cutover/plan-weights";
import { Rehearsal } from "../rehearsal";
import type { Benchmark } from "./benchmark";
import { median } from "./median";

const rounds = 5;

/** What a flip adds to the `pulumi up` that changes nothing: the two are measured in turns on one stack. */
export const flipCost: Benchmark = {
  name: "flip-cost",
  run: async (signal) => {
    const rehearsal = await Rehearsal.start({ signal, show: () => undefined });
    try {
      await rehearsal.up();
      const seconds: { readonly idle: number[]; readonly flip: number[] } = { idle: [], flip: [] };
      let active: Color = "blue";
      for (let round = 0; round < rounds; round += 1) {
        seconds.idle.push((await rehearsal.up()).durationMs / 1000);
        active = active === "blue" ? "green" : "blue";
        await rehearsal.pulumi.setConfig({ path: "activeColor", value: active });
        seconds.flip.push((await rehearsal.up()).durationMs / 1000);
      }
      await rehearsal.destroy();
      const [idle, flip] = [median(seconds.idle), median(seconds.flip)];
      return [
        { name: `up without a change, median of ${rounds}`, value: idle, unit: "s" },
        { name: `up that flips, median of ${rounds}`, value: flip, unit: "s" },
        { name: "flip / no change", value: flip / idle, unit: "times", limit: 1.3 },
      ];
    } finally {
      await rehearsal.close();
    }
  },
};

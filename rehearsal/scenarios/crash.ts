import { caseScenario } from "./case-scenario";
import { crashCase } from "./crash-case";
import { crashPoints } from "./crash-points";
import { twoAtOnce } from "./two-at-once";

const image = (digit: string): string => `registry.example/switchyard-demo@sha256:${digit.repeat(64)}`;
const service = { port: 8080, cpu: 128, memory: 128, healthPath: "/health" };

/** Two services, so that a flip can die between their rules, and a frontend that follows. */
const config = {
  "switchyard:exposure": "cloudfront",
  "switchyard:services": {
    web: { ...service, path: "/*", count: { min: 2, max: 4 } },
    api: { ...service, path: "/api/*", count: { min: 1, max: 2 } },
  },
  "switchyard:blue": { version: "1.4.2.RELEASE", images: { web: image("b"), api: image("a") } },
  "switchyard:green": { version: "1.5.0.RELEASE", images: { web: image("9"), api: image("8") } },
};

/** Every boundary at which the process that flips can die. */
export const crash = caseScenario("crash", "kill a flip at each of its steps, and do what it says then", {
  cases: [...crashPoints.map(crashCase), twoAtOnce],
  config,
});

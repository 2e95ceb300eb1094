import { env } from "node:process";
import { expect } from "chai";
import { acquireEmulators } from "../../tools/emulators/acquire-emulators";
import { type EmulatorName, type RunningEmulator, startEmulator } from "../../tools/emulators/start-emulator";
import { casesByService } from "./cases/all";
import type { ContractCase, Expectation } from "./contract-case";
import { type OpenPlace, openEmulator, openRegion } from "./places";

/** What this process was started with. */
const variables = { ...env };

const emulatorNames = ["ministack", "moto"] as const satisfies readonly EmulatorName[];

/** Each case runs once in the region, whoever it is compared with. */
const observations = new Map<ContractCase, Promise<unknown>>();
const running: RunningEmulator[] = [];
const places = new Map<EmulatorName, OpenPlace>();
let ours: OpenPlace | undefined;

/** As JSON carries it: a member that is undefined is no member. */
const observe = async (contract: ContractCase, { aws }: OpenPlace): Promise<unknown> =>
  JSON.parse(JSON.stringify((await contract.run(aws)) ?? null));

const observeOurs = (contract: ContractCase): Promise<unknown> => {
  if (ours === undefined) throw new Error("the region isn't open");
  const observation = observations.get(contract) ?? observe(contract, ours);
  observations.set(contract, observation);
  return observation;
};

before("starts the region and the emulators", async function () {
  this.timeout(400_000);
  ours = await openRegion();
  const acquired = await acquireEmulators({ variables, onProgress: (line) => console.warn(line) });
  if (acquired.kind === "missing") {
    const text = `The region is NOT compared with emulators: there are none. ${acquired.reason}`;
    if (variables["CI"] === "true") throw new Error(text);
    console.warn(text);
    return;
  }
  const { binDirectory } = acquired;
  for (const emulator of await Promise.all(
    emulatorNames.map((name) => startEmulator(name, { binDirectory, path: variables["PATH"] })),
  )) {
    running.push(emulator);
    places.set(emulator.name, openEmulator(emulator));
  }
});

after("stops them", async function () {
  this.timeout(20_000);
  await Promise.all([...places.values(), ...(ours === undefined ? [] : [ours])].map(({ close }) => close()));
  await Promise.all(running.map(({ stop }) => stop()));
});

const compare = async (contract: ContractCase, place: OpenPlace, expectation: Expectation): Promise<void> => {
  const [our, their] = await Promise.all([observeOurs(contract), observe(contract, place).catch(String)]);
  if (expectation === "agrees") expect(our).to.deep.equal(their);
  else expect(our, `it agrees by now; drop "${expectation.differs}"`).to.not.deep.equal(their);
};

for (const [service, cases] of Object.entries(casesByService)) {
  describe(`${service} in the region and in emulators`, () => {
    for (const contract of cases) {
      for (const name of emulatorNames) {
        const expectation = contract.emulators[name];
        if (expectation === undefined) continue;
        const relation = expectation === "agrees" ? `as in ${name}` : `unlike ${name}: ${expectation.differs}`;
        it(`${contract.name} (${relation})`, async function () {
          const place = places.get(name);
          if (place === undefined) this.skip();
          await compare(contract, place, expectation);
        }).timeout(30_000);
      }
    }
  });
}

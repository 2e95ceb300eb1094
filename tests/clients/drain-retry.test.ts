import { expect } from "chai";
import { createThrottleRetry } from "../../clients/drain-retry";
import { awsError } from "../support/fake-aws-client";

const prepare = (random: number) => {
  const pauses: number[] = [];
  const retry = createThrottleRetry({
    attempts: 8,
    random: () => random,
    sleep: async (milliseconds) => {
      pauses.push(milliseconds);
    },
  });
  return { retry, pauses };
};

const failing = (error: Error, times: number) => {
  let calls = 0;
  return async (): Promise<number> => {
    calls += 1;
    if (calls <= times) throw error;
    return calls;
  };
};

const throttling = [
  "Throttling",
  "ThrottlingException",
  "ThrottledException",
  "RequestLimitExceeded",
  "RequestThrottled",
  "TooManyRequestsException",
];

describe("createThrottleRetry", () => {
  for (const name of throttling) {
    it(`tries again after ${name}`, async () => {
      const { retry, pauses } = prepare(0.5);

      expect(await retry(failing(awsError(name), 2))).to.equal(3);
      expect(pauses).to.deep.equal([100, 200]);
    });
  }

  it("doubles the pause up to five seconds and gives up after eight calls", async () => {
    const { retry, pauses } = prepare(1);

    const error = await retry(failing(awsError("ThrottlingException"), 8)).catch((thrown: unknown) => thrown);

    expect(error).to.include({ name: "ThrottlingException" });
    expect(pauses).to.deep.equal([200, 400, 800, 1600, 3200, 5000, 5000]);
  });

  it("spreads the pauses from nothing on", async () => {
    const { retry, pauses } = prepare(0);

    await retry(failing(awsError("ThrottlingException"), 2));

    expect(pauses).to.deep.equal([0, 0]);
  });

  it("throws every other error at once", async () => {
    const { retry, pauses } = prepare(0.5);

    const error = await retry(failing(awsError("AccessDeniedException"), 1)).catch((thrown: unknown) => thrown);

    expect(error).to.include({ name: "AccessDeniedException" });
    expect(pauses).to.deep.equal([]);
  });
});

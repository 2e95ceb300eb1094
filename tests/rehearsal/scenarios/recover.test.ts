import { expect } from "chai";
import type { CommandResult } from "../../../cli/run-command";
import type { UpdateResult } from "../../../rehearsal/engine/pulumi-project";
import { recover } from "../../../rehearsal/scenarios/recover";

const ended = (exitCode: number, stdout = "", stderr = ""): CommandResult => ({
  ...{ exitCode, stdout, stderr, durationMs: 1, isInterrupted: false },
});
const locked = ended(
  255,
  "",
  "error: the stack is currently locked by 1 lock(s). … delete the lock with `pulumi cancel`.",
);
const healed =
  "warning: An update ended halfway: … Should the record not be among its changes, repeat it with --refresh.";
const changesOf = (...updates: readonly string[]): Pick<UpdateResult, "changes" | "violations"> => ({
  changes: { create: 0, update: 0, delete: 0, replace: 0, same: 0, updates, steps: [] },
  violations: [],
});

describe("recover", () => {
  let typed: string[];
  let statuses: CommandResult[];
  let answers: CommandResult[];
  let isCutOff: boolean;

  beforeEach(() => {
    isCutOff = false;
    typed = [];
    statuses = [];
    answers = [];
  });

  const pulumi = {
    cancel: async () => {
      typed.push("cancel");
      return ended(0);
    },
    cli: async (words: readonly string[]) => {
      typed.push(words.join(" "));
      return statuses.shift() ?? ended(0);
    },
    restoreState: async () => isCutOff,
    up: async (options: { readonly refresh?: boolean } = {}) => {
      typed.push(`up ${JSON.stringify(options)}`);
      return { ...ended(0), ...changesOf() };
    },
  };
  const again = async (): Promise<CommandResult> => {
    typed.push("again");
    return answers.shift() ?? ended(0);
  };

  it("puts the backup back first where the crash cut the checkpoint off", async () => {
    isCutOff = true;

    expect(await recover(pulumi, { again, isHalfway: false })).to.deep.equal({
      refusals: ["failed to load checkpoint: its backup put back"],
      problems: [],
    });
  });

  it("repeats the command, and is done when status is content", async () => {
    expect(await recover(pulumi, { again, isHalfway: false })).to.deep.equal({ refusals: [], problems: [] });
    expect(typed).to.deep.equal(["again", "status"]);
  });

  it("types what a lock's refusal names", async () => {
    answers = [locked];
    expect((await recover(pulumi, { again, isHalfway: false })).refusals).to.deep.equal(["locked: pulumi cancel"]);
    expect(typed).to.deep.equal(["again", "cancel", "again", "status"]);
  });

  it("looks first where something is half done, and wants it said", async () => {
    statuses = [ended(4, "! An update ended halfway; …")];
    expect((await recover(pulumi, { again, isHalfway: true })).problems).to.deep.equal([]);
    statuses = [ended(4, "! The load balancer does something else")];
    expect((await recover(pulumi, { again, isHalfway: true })).problems).to.deep.equal([
      "status ended with 4 and didn't say that an update ended halfway",
    ]);
  });

  it("refreshes as the warning asks, where the record wasn't written", async () => {
    answers = [{ ...ended(0, healed), ...changesOf("urn::web-weighted") } as UpdateResult];
    await recover(pulumi, { again, isHalfway: false });
    answers = [{ ...ended(0, healed), ...changesOf("urn::record-declared") } as UpdateResult];
    await recover(pulumi, { again, isHalfway: false });
    expect(typed).to.deep.equal(["again", 'up {"refresh":true}', "status", "again", "status"]);
  });

  it("has no way on where a refusal names none", async () => {
    answers = [ended(255, "Diagnostics:\n  error: Something else.\n")];
    expect((await recover(pulumi, { again, isHalfway: false })).problems).to.deep.equal(["no way on: Something else."]);
  });

  it("doesn't go round in circles", async () => {
    answers = Array.from({ length: 9 }, () => locked);
    expect((await recover(pulumi, { again, isHalfway: false })).problems).to.deep.equal(["going round in circles"]);
    expect(typed.filter((word) => word === "again")).to.have.lengthOf(5);
  });

  it("isn't done where status isn't content", async () => {
    statuses = [ended(4, "", "drift")];
    expect((await recover(pulumi, { again, isHalfway: false })).problems).to.deep.equal(["status ended with 4: drift"]);
  });
});

import { expect } from "chai";
import { shell } from "../../cli/shell";
import { CliModel } from "./cli-model";

const command =
  "aws ecs execute-command --interactive --command /bin/sh --cluster cluster-1 --task arn:task/web-blue-9 --container web --region eu-west-1";

describe("shell", () => {
  let model: CliModel;

  beforeEach(() => {
    model = new CliModel();
  });

  it("prints the command for a task of the active colour where it can't be run here", async () => {
    const { exitCode, text, report } = await shell({ service: "web", mayRun: true }, model.ports);

    expect([exitCode, text]).to.deep.equal([0, command]);
    expect(report).to.deep.equal({
      stack: "staging",
      service: "web",
      color: "blue",
      task: "arn:task/web-blue-9",
      shellCommand: command,
      isRun: false,
    });
  });

  it("runs it in the terminal where it can be, and not where there is none", async () => {
    const commands: string[] = [];
    const ports = {
      ...model.ports,
      runInTerminal: (words: readonly string[]) => {
        commands.push(words.join(" "));
        return Promise.resolve(0);
      },
    };
    const ran = await shell({ service: "web", color: "blue", mayRun: true }, ports);
    const printed = await shell({ service: "web", color: "blue", mayRun: false }, ports);

    expect(commands).to.deep.equal([command]);
    expect([ran.text, printed.text]).to.deep.equal(["Left the shell in web of blue.", command]);
  });

  it("takes the stack's profile and endpoint along", async () => {
    model.config["aws:profile"] = "ops";
    model.config["aws:endpoints"] = [{ ecs: "http://127.0.0.1:4566" }];
    const { text } = await shell({ service: "web", mayRun: false }, model.ports);

    expect(text).to.equal(`${command} --profile ops --endpoint-url http://127.0.0.1:4566`);
  });

  it("says which services there are", async () => {
    const error = await shell({ service: "wbe", mayRun: false }, model.ports).catch((reason: unknown) => reason);

    expect(error).to.include({
      exitCode: 3,
      message: 'Got service "wbe", which isn\'t deployed in staging. Allowed: web.',
    });
  });

  it("says so where no task runs", async () => {
    const aws = model.ports.aws;
    const ports = {
      ...model.ports,
      aws: (stack: Parameters<typeof aws>[0]) => ({ ...aws(stack), runningTasks: () => Promise.resolve([]) }),
    };
    const error = await shell({ service: "web", mayRun: false }, ports).catch((reason: unknown) => reason);

    expect(error).to.include({ exitCode: 3, reason: "no-task" });
  });

  it("fails where the shell ends with a failure", async () => {
    const ports = { ...model.ports, runInTerminal: () => Promise.resolve(255) };
    const error = await shell({ service: "web", mayRun: true }, ports).catch((reason: unknown) => reason);

    expect(error).to.include({ exitCode: 1, message: "aws ecs execute-command ended with exit code 255." });
  });
});

import { createRequire } from "node:module";
import { join } from "node:path";
import { env } from "node:process";
import type { handleUnaryCall } from "@grpc/grpc-js";
import type { ProgramInfo } from "@pulumi/pulumi/proto/language_pb";
import { type RunRequest, RunResponse } from "@pulumi/pulumi/proto/language_pb";
import type { ChildProcesses } from "./child-processes";

/** How the SDK's runner says "failed, and the user has been told why" (`@pulumi/pulumi/cmd/run/index.js`). */
const failureWasReported = 32;

/** Answers `Run`: runs the program with the runner of the SDK that the program itself has installed. */
export const runProgram =
  (engineAddress: string, children: ChildProcesses): handleUnaryCall<RunRequest, RunResponse> =>
  ({ request }, done) => {
    const info = request.getInfo();
    if (info === undefined)
      return done(new Error("The engine named no program to run; rehearsals need a newer pulumi CLI."));
    const child = children.spawnNode(runnerArguments(request, info, engineAddress), {
      cwd: info.getProgramDirectory(),
      env: { ...env, ...programVariables(request) },
      stdio: ["ignore", "inherit", "inherit"],
    });
    child.once("error", (error) => done(error));
    child.once("close", (code) => done(null, responseFor(code)));
  };

const runnerArguments = (request: RunRequest, info: ProgramInfo, engineAddress: string): string[] => [
  createRequire(join(info.getProgramDirectory(), "index.js")).resolve("@pulumi/pulumi/cmd/run"),
  ...["--monitor", request.getMonitorAddress()],
  ...["--engine", engineAddress],
  ...["--organization", request.getOrganization()],
  ...["--project", request.getProject()],
  ...["--root-directory", info.getRootDirectory()],
  ...["--stack", request.getStack()],
  ...["--pwd", info.getProgramDirectory()],
  ...["--parallel", String(request.getParallel())],
  ...(request.getDryrun() ? ["--dry-run"] : []),
  info.getEntryPoint(),
  ...request.getArgsList(),
];

const programVariables = (request: RunRequest): Record<string, string> => ({
  PULUMI_NODEJS_TYPESCRIPT: "true",
  PULUMI_CONFIG: JSON.stringify(Object.fromEntries(request.getConfigMap().toObject())),
  PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
});

const responseFor = (code: number | null): RunResponse => {
  const response = new RunResponse();
  if (code === failureWasReported) response.setBail(true);
  else if (code === null) response.setError("the program was killed");
  else if (code !== 0) response.setError(`the program exited with code ${code}`);
  return response;
};
